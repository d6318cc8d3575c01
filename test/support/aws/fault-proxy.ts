/**
 * Stands between the client and moto and behaves as AWS does on a bad day: asks to wait, denies, fails, hangs up, hands out small
 * pages and URL-encoded documents, lets credentials expire. It answers itself what moto lacks. What it saw is kept for the tests.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pageDetails } from './details-pages.ts';
import { managementAccount } from './double-organization.ts';
import type { IdentityCenterDouble } from './identity-center-double.ts';

export interface SeenCall {
  readonly service: string;
  /** Without the service, e.g. `ListRoles`. */
  readonly action: string;
  /** Whose credentials signed it. */
  readonly account: string;
  readonly outcome: 'answered' | 'throttled' | 'failed' | 'dropped' | 'denied' | 'expired';
}

export interface Faults {
  /** Of 1: how many calls are throttled, fail with 500, or have their connection cut. */
  readonly throttled: number;
  readonly failing: number;
  readonly dropped: number;
  readonly denies: (call: Pick<SeenCall, 'service' | 'action' | 'account'> & { readonly body: string }) => boolean;
  /** Entries in a page of GetAccountAuthorizationDetails and of Identity Center's lists. */
  readonly pageSize: number;
  /** A role session ends after so many calls, whatever it was told. */
  readonly callsPerSession: number;
  /** Seconds that a role session is said to last. */
  readonly sessionSeconds: number;
  /** Whom Organizations answers beside the management account; it tells other members only what DescribeOrganization says. */
  readonly delegated: readonly string[];
  /** The organization is not there: every account stands alone. */
  readonly alone: boolean;
  /** After so many calls nothing is answered any more, until it behaves otherwise. */
  readonly silentAfter: number;
}

export const quiet: Faults = {
  throttled: 0,
  failing: 0,
  dropped: 0,
  denies: () => false,
  pageSize: 1000,
  callsPerSession: Number.POSITIVE_INFINITY,
  sessionSeconds: 3600,
  delegated: [],
  alone: false,
  silentAfter: Number.POSITIVE_INFINITY,
};

export interface FaultProxy {
  readonly url: string;
  readonly seen: SeenCall[];
  /** What is wrong from now on; forgets what was seen. */
  behave(faults: Partial<Faults>): void;
  /** Resolves when so many more calls have come in. */
  untilCalls(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param identityCenter what Identity Center answers; without it the organization has none */
export async function startFaultProxy(moto: string, identityCenter?: IdentityCenterDouble): Promise<FaultProxy> {
  let faults = quiet;
  let random = createRandom(1);
  const seen: SeenCall[] = [];
  const waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  const accounts = new Map<string, string>();
  const callsOf = new Map<string, number>();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const [, key = '', region = '', service = ''] =
      /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
    const target = String(request.headers['x-amz-target'] ?? '');
    const action = target === '' ? (/(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? '') : target.slice(target.lastIndexOf('.') + 1);
    const account = accounts.get(key) ?? managementAccount;
    const note = (outcome: SeenCall['outcome']): void => {
      seen.push({ service, action, account, outcome });
      for (const entry of waiting.splice(0)) {
        if (seen.length >= entry.at) entry.resolve();
        else waiting.push(entry);
      }
    };
    const isQuery = target === '';
    const fail = (status: number, code: string, message: string): void => sendError(response, isQuery, status, code, message);

    if (seen.length >= faults.silentAfter) return;
    const dice = random();
    if (dice < faults.dropped) {
      note('dropped');
      request.socket.destroy();
      return;
    }
    if (dice < faults.dropped + faults.failing) {
      note('failed');
      return fail(500, isQuery ? 'ServiceFailure' : 'ServiceException', 'Something went wrong');
    }
    if (dice < faults.dropped + faults.failing + faults.throttled) {
      note('throttled');
      return fail(
        400,
        isQuery ? 'Throttling' : service === 'organizations' ? 'TooManyRequestsException' : 'ThrottlingException',
        'Rate exceeded',
      );
    }
    const used = (callsOf.get(key) ?? 0) + 1;
    callsOf.set(key, used);
    if (accounts.has(key) && used > faults.callsPerSession) {
      note('expired');
      return fail(403, isQuery ? 'ExpiredToken' : 'ExpiredTokenException', 'The security token included in the request is expired');
    }
    if (faults.denies({ service, action, account, body })) {
      note('denied');
      const who = `arn:aws:sts::${account}:assumed-role/someone/rolepath`;
      const message = `User: ${who} is not authorized to perform: ${service}:${action}`;
      return fail(isQuery ? 403 : 400, isQuery ? 'AccessDenied' : 'AccessDeniedException', message);
    }
    const isOutsider = account !== managementAccount && !faults.delegated.includes(account);
    if (service === 'organizations' && faults.alone) {
      note('denied');
      return fail(400, 'AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
    }
    if (isOutsider && (['organizations', 'sso', 'identitystore'].includes(service) || action === 'ListOrganizationsFeatures')) {
      if (action !== 'DescribeOrganization') {
        note('denied');
        return fail(
          isQuery ? 403 : 400,
          isQuery ? 'AccessDenied' : 'AccessDeniedException',
          "You don't have permissions to access this resource.",
        );
      }
    }
    note('answered');
    if (service === 'sso' || service === 'identitystore') {
      const found = identityCenter?.answer(region, action, JSON.parse(body || '{}') as Record<string, unknown>, faults.pageSize) ?? {
        Instances: [],
      };
      return sendJson(response, 200, found);
    }
    if (action === 'ListOrganizationsFeatures')
      return sendXml(
        response,
        200,
        `<${action}Response><${action}Result><EnabledFeatures><member>RootSessions</member></EnabledFeatures></${action}Result></${action}Response>`,
      );
    if (action === 'ListDelegatedAdministrators') return sendJson(response, 200, { DelegatedAdministrators: [] });

    const isDetails = action === 'GetAccountAuthorizationDetails';
    const { status, text, type } = await forward(
      moto,
      service === 'organizations' ? asManagement(request) : request,
      isDetails ? body.replace(/&(?:MaxItems|Marker)=[^&]*/g, '') : body,
    );
    response.writeHead(status, { 'content-type': type });
    if (action === 'AssumeRole') {
      const [, id = ''] = /<AccessKeyId>([^<]+)</.exec(text) ?? [];
      accounts.set(id, /RoleArn=arn%3A[\w-]+%3Aiam%3A%3A(\d{12})/.exec(body)?.[1] ?? '');
      const end = new Date(Date.now() + faults.sessionSeconds * 1000).toISOString();
      response.end(text.replace(/<Expiration>[^<]+</, `<Expiration>${end}<`));
    } else if (isDetails && status === 200) {
      const asked = new URLSearchParams(body);
      response.end(pageDetails(text, Number(asked.get('Marker') ?? 0), Math.min(faults.pageSize, Number(asked.get('MaxItems') ?? 100))));
    } else {
      response.end(text);
    }
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    behave: (changes) => {
      faults = { ...quiet, ...changes };
      random = createRandom(7);
      seen.length = 0;
    },
    untilCalls: (count) => new Promise((resolve) => waiting.push({ at: seen.length + count, resolve })),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** Moto knows no delegated administrators: for it the management account asks. */
const asManagement = ({ url, method, headers }: IncomingMessage): Forwarded => ({
  url,
  method,
  headers: { ...headers, authorization: String(headers.authorization).replace(/Credential=[^/]+/, 'Credential=AKIAIOSFODNN7EXAMPLE') },
});

type Forwarded = Pick<IncomingMessage, 'url' | 'method' | 'headers'>;

async function forward(moto: string, request: Forwarded, body: string) {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !['host', 'content-length', 'connection', 'expect'].includes(name) ? [[name, value]] : [],
  );
  const answered = await fetch(`${moto}${request.url ?? '/'}`, { method: request.method ?? 'POST', headers, body });
  return { status: answered.status, text: await answered.text(), type: answered.headers.get('content-type') ?? 'text/xml' };
}

function sendError(response: ServerResponse, isQuery: boolean, status: number, code: string, message: string): void {
  if (isQuery)
    sendXml(
      response,
      status,
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    );
  else sendJson(response, status, { __type: code, Message: message, message });
}

function sendXml(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(value));
}
