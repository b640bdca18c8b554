import { readFileSync } from 'node:fs';
import type { Authenticated } from './helped-authentication.js';
import type { Target } from './kubeconfig.js';
import type { Cluster, User } from './kubeconfig-file.js';

/** How a request shows who sends it, and knows the server; files are read anew each time. */
export class Authentication {
  private readonly target: Target;
  private helped: Promise<(options: Authenticated) => Promise<void>> | undefined;

  constructor(target: Target) {
    this.target = target;
  }

  /** Throws where credentials cannot be had. */
  async options(): Promise<Authenticated> {
    const { cluster, user } = this.target;
    const options = optionsOf(cluster, user);
    if (user.exec === undefined && user.authProvider === undefined && cluster.proxyUrl === undefined) return options;
    // Large, and of no use to whoever has a token or a certificate.
    this.helped ??= import('./helped-authentication.js').then(({ helped }) => helped(this.target));
    const help = await this.helped;
    await help(options);
    return options;
  }
}

function optionsOf({ caFile, caData, tlsServerName, skipTLSVerify }: Cluster, user: User): Authenticated {
  const token = user.tokenFile === undefined ? user.token : readFileSync(user.tokenFile, 'utf8').trim();
  return {
    ...(skipTLSVerify === true && { rejectUnauthorized: false }),
    ...(tlsServerName !== undefined && { servername: tlsServerName }),
    ...given('ca', caFile, caData),
    ...given('cert', user.certFile, user.certData),
    ...given('key', user.keyFile, user.keyData),
    ...(user.username !== undefined && { auth: `${user.username}:${user.password ?? ''}` }),
    headers: {
      ...(user.as !== undefined && { 'Impersonate-User': user.as }),
      ...(token !== undefined && token !== '' && { Authorization: `Bearer ${token}` }),
    },
  };
}

function given(name: string, file: string | undefined, data: string | undefined): Readonly<Record<string, Buffer>> {
  if (data !== undefined) return { [name]: Buffer.from(data, 'base64') };
  return file === undefined ? {} : { [name]: readFileSync(file) };
}
