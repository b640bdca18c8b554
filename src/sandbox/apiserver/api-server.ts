import type { KubeObject } from '../model/meta.js';
import type { Clock } from '../platform/clock.js';
import type { Random } from '../platform/random.js';
import type { Way } from '../platform/way.js';
import { Authenticator } from './auth/authenticator.js';
import { Authorizer } from './auth/authorizer.js';
import type { User } from './auth/user.js';
import type { Interference } from './http/interference.js';
import { DefinitionKeeper } from './custom/keeper.js';
import { HttpKubelets } from './http/kubelets.js';
import { createListener } from './http/listener.js';
import { ShortWay } from './http/short-way.js';
import { collectionName } from './kinds/kind.js';
import { KindTable } from './kinds/lookup.js';
import { Expiry } from './storage/expiry.js';
import { Store } from './storage/store.js';
import { selfSignedCertificate } from './tls/certificate.js';
import { DualServer } from './tls/dual-server.js';

export interface ApiServer {
  /** Without TLS. */
  readonly url: string;
  /** With TLS; kubectl sends tokens only there. */
  readonly secureUrl: string;
  /** PEM of the certificate that `secureUrl` shows. */
  readonly certificate: string;
  /** A way to it for clients in this process. */
  way(): Way;
  /** Lets somebody in with a token. */
  admit(token: string, user: User): void;
  stop(): Promise<void>;
}

export interface ApiServerOptions {
  readonly port: number;
  readonly clock: Clock;
  readonly speed: number;
  readonly random: Random;
  /** What kubelets expect of the server. */
  readonly kubeletToken: string;
  /** What happens to requests on their way. */
  readonly interference: Interference;
  /** Has the first say in what is created. */
  readonly mutate?: (draft: KubeObject) => void;
}

/** Starts an API server with an empty store. */
export async function startApiServer({
  port,
  clock,
  speed,
  random,
  kubeletToken,
  interference,
  mutate = () => undefined,
}: ApiServerOptions): Promise<ApiServer> {
  const kinds = new KindTable();
  const kubelets = new HttpKubelets(kubeletToken);
  const authenticator = new Authenticator();
  const store = new Store(kinds.collections, () => clock.now());
  const expiries = kinds.all.flatMap((kind) =>
    kind.lifetimeMs === undefined ? [] : [new Expiry(store.collection(collectionName(kind)), kind.lifetimeMs, clock)],
  );
  const authorizer = new Authorizer(store);
  const server = { kinds, store, authorizer, authenticator, clock, speed, random, kubelets, mutate };
  const keeper = new DefinitionKeeper(server);
  // The certificate is for today's clients, whatever the clock of the sandbox says.
  const certificate = selfSignedCertificate(Date.now());
  const listener = createListener(server, authenticator, interference);
  const http = new DualServer(certificate, listener);
  const address = `127.0.0.1:${await http.listen(port)}`;
  return {
    url: `http://${address}`,
    secureUrl: `https://${address}`,
    certificate: certificate.certificate,
    way: () => new ShortWay(listener.answer),
    admit: (token, user) => authenticator.add(token, user),
    stop: async () => {
      keeper.stop();
      for (const expiry of expiries) expiry.stop();
      kubelets.close();
      await http.close();
    },
  };
}
