import * as http from 'node:http';
import * as https from 'node:https';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { Failure } from '../petset/failure.js';
import { Authentication } from './authentication.js';
import type { Clock } from './clock.js';
import { asConnectionError, ConnectionError } from './connection-error.js';
import { type ClusterFlags, loadKubeConfig, type Target } from './kubeconfig.js';

export interface Impersonation {
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
  readonly asUid?: string | undefined;
}

export interface Credentials {
  readonly headers: http.OutgoingHttpHeaders;
  /** Keeps connections alive between requests. */
  readonly agent: http.Agent;
}

/** How to reach one API server as one user. */
export interface Connection {
  readonly server: URL;
  readonly namespace: string;
  /** Nothing but GET is ever sent: who tries to send anything else finds a mistake of ours. */
  readonly isReadOnly: boolean;
  /** What authenticates a request; read again now and then, since tokens rotate. */
  credentials(): Promise<Credentials>;
  /** Has the credentials read again at the next request, as after a 401. */
  forgetCredentials(): void;
  /** Whether the server has ever answered, whatever it was. */
  readonly hasAnswered: boolean;
  /** Takes note that it has. */
  answered(): void;
  /** Ends what is under way, and lets nothing be sent any more. */
  close(): void;
}

/** Service account tokens and the credentials of exec plugins rotate; client-go reads them again once a minute too. */
const CREDENTIALS_LIFETIME = 60_000;

export interface ConnectDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly isReadOnly?: boolean;
}

/** The connection that flags and environment choose. Opens nothing yet. */
export function connect(
  flags: ClusterFlags & Impersonation,
  { env, clock, isReadOnly = false }: ConnectDeps,
): Connection {
  const target = loadKubeConfig(flags, env);
  checkImpersonation(flags);
  const server = parseServer(target.cluster.server);
  const source = new CredentialSource(target, impersonationHeaders(flags), server.protocol === 'http:');
  let isClosed = false;
  let hasAnswered = false;
  let current: { readonly credentials: Promise<Credentials>; readonly readAt: number } | undefined;
  return {
    server,
    namespace: target.namespace ?? 'default',
    isReadOnly,
    credentials: () => {
      if (isClosed) return Promise.reject(new ConnectionError('the connection is closed', 'ABORT_ERR'));
      if (current === undefined || clock.now() - current.readAt > CREDENTIALS_LIFETIME) {
        current = { credentials: source.read(), readAt: clock.now() };
      }
      return current.credentials;
    },
    forgetCredentials: () => {
      current = undefined;
    },
    get hasAnswered() {
      return hasAnswered;
    },
    answered: () => {
      hasAnswered = true;
    },
    close: () => {
      isClosed = true;
      source.close();
    },
  };
}

/** Reads credentials, and holds the agent they need. */
class CredentialSource {
  private agent: http.Agent | undefined;
  private certificate = '';
  private readonly authentication: Authentication;
  private readonly isProxied: boolean;
  private readonly impersonation: http.OutgoingHttpHeaders;
  private readonly plain: boolean;

  constructor(target: Target, impersonation: http.OutgoingHttpHeaders, plain: boolean) {
    this.authentication = new Authentication(target);
    this.isProxied = target.cluster.proxyUrl !== undefined;
    this.impersonation = impersonation;
    this.plain = plain;
  }

  async read(): Promise<Credentials> {
    const options = await this.authentication.options().catch((error: unknown) => {
      const why = error instanceof Error ? error.message.trim() : String(error);
      throw new ConnectionError(`getting credentials: ${why}`, 'CREDENTIALS');
    });
    const basic = options.auth ? { Authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` } : {};
    const all = { ...basic, ...options.headers, ...this.impersonation };
    checkHeaders(all);
    return { headers: all, agent: this.agentFor(options) };
  }

  /** The same agent as long as the client certificate stays the same, so that connections live on. */
  private agentFor(options: https.RequestOptions): http.Agent {
    const certificate = String(options.cert);
    if (this.agent !== undefined && certificate === this.certificate) return this.agent;
    const agent = this.newAgent(options);
    this.agent?.destroy();
    this.agent = agent;
    this.certificate = certificate;
    return agent;
  }

  private newAgent({ ca, cert, key, rejectUnauthorized, servername, agent }: https.RequestOptions): http.Agent {
    if (this.isProxied && typeof agent === 'object') return agent;
    if (this.plain) return new http.Agent(KEEP_ALIVE);
    return agentOf({ rejectUnauthorized, servername }, { ca, cert, key });
  }

  close(): void {
    this.agent?.destroy();
  }
}

/** Certificates are read once for all connections, and not compared with those of others at every request. */
function agentOf(server: https.AgentOptions, certificates: SecureContextOptions): https.Agent {
  const given = Object.fromEntries(Object.entries(server).filter(([, value]) => value !== undefined));
  return new https.Agent({ ...KEEP_ALIVE, ...given, secureContext: contextOf(certificates) });
}

function contextOf(certificates: SecureContextOptions): SecureContext {
  try {
    return createSecureContext(certificates);
  } catch (error) {
    throw new ConnectionError(`reading certificates: ${asConnectionError(error).message}`, 'CREDENTIALS');
  }
}

/**
 * TCP keep-alives find a dead connection below the watches, which look for silence themselves. Whoever keeps hundreds of
 * sets shares these connections among them, and waits for one rather than have one for each.
 */
const KEEP_ALIVE: http.AgentOptions = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 64 };

function parseServer(server: string): URL {
  try {
    return new URL(server);
  } catch {
    throw new Failure(`error: the server "${server}" of the kubeconfig is no URL`);
  }
}

function checkImpersonation({ as, asGroup = [], asUid }: Impersonation): void {
  if (as !== undefined || (asGroup.length === 0 && asUid === undefined)) return;
  throw new Failure('error: requesting uid, groups or user-extra without impersonating a user', {
    next: ['say whom to impersonate: --as=USER'],
  });
}

function impersonationHeaders({ as, asGroup, asUid }: Impersonation): http.OutgoingHttpHeaders {
  return {
    ...(as !== undefined && { 'Impersonate-User': as }),
    ...(asGroup !== undefined && asGroup.length > 0 && { 'Impersonate-Group': [...asGroup] }),
    ...(asUid !== undefined && { 'Impersonate-Uid': asUid }),
  };
}

/** A line break in a token or a name is no fault of ours, but the header cannot be sent. */
function checkHeaders(headers: http.OutgoingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    for (const each of [value].flat()) {
      try {
        http.validateHeaderValue(name, String(each));
      } catch {
        throw new ConnectionError(`invalid header field value for "${name}"`, 'CREDENTIALS');
      }
    }
  }
}
