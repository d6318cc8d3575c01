/** What an AWS call can fail with, in terms that a person can act on. Nothing that could be a secret gets past this file. */
import { findAllowed } from './actions.ts';

export type FailureKind =
  /** The credentials may not do this; a policy would help. */
  | 'denied'
  /** The credentials are past their time, or were never valid. */
  | 'expired'
  /** There is no such thing: no organization, no password, no such user. */
  | 'absent'
  /** AWS was asked again and again and kept on refusing, or could not be reached. */
  | 'unavailable'
  | 'other';

export interface Failure {
  readonly kind: FailureKind;
  /** AWS's name for it, e.g. `AccessDenied`. */
  readonly name: string;
  /** One line, without credentials. */
  readonly message: string;
}

/** A call that failed for good. */
export class CallFailed extends Error {
  /** `iam:GetAccountAuthorizationDetails` */
  readonly action: string;
  readonly failure: Failure;
  constructor(action: string, failure: Failure, options: { cause: unknown }) {
    super(`${action}: ${failure.message}`, options);
    this.name = 'CallFailed';
    this.action = action;
    this.failure = failure;
  }
}

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AccessDeniedForDependencyException',
  'UnauthorizedOperation',
  'AuthorizationError',
  'OptInRequired',
  // IAM asks first whether the account may ask at all, and has a word of its own for that.
  'AccountNotManagementOrDelegatedAdministrator',
  'AccountNotManagementOrDelegatedAdministratorException',
  'RegionDisabledException',
]);
const expired = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'CredentialsProviderError',
  'TokenProviderError',
]);
const absent = new Set([
  'NoSuchEntity',
  'NoSuchEntityException',
  'AWSOrganizationsNotInUseException',
  'ResourceNotFoundException',
  'OrganizationNotFoundException',
]);
const unavailable = new Set([
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'ServiceFailure',
  'ServiceFailureException',
  'ServiceUnavailable',
  'InternalFailure',
  'InternalServerException',
  // What the SDK makes of an answer that is no answer of the service, e.g. a proxy's page.
  'SyntaxError',
]);

export function describeFailure(error: unknown): Failure {
  const name = nameOf(error);
  const message = cleanMessage(error instanceof Error ? error.message : String(error));
  const status = statusOf(error);
  const kind: FailureKind = denied.has(name)
    ? 'denied'
    : expired.has(name)
      ? 'expired'
      : absent.has(name)
        ? 'absent'
        : unavailable.has(name) || (status !== null && status >= 500)
          ? 'unavailable'
          : 'other';
  return { kind, name, message: message === '' ? name : message };
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.name === 'Error' || error.name === 'AggregateError' ? code || error.name : error.name;
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null;
  const metadata = error.$metadata;
  const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : null;
  return typeof status === 'number' ? status : null;
}

/** One line without key ids, tokens and the SDK's hints about its own objects. */
function cleanMessage(text: string): string {
  return (text.split('\n')[0] ?? '')
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '(access key)')
    .replace(/[A-Za-z0-9+/=_-]{80,}/g, '(token)')
    .slice(0, 400)
    .trim();
}

/** What `work` gives, or null, reported, if a call of it failed. Without credentials that work there is no going on: that is thrown. */
export async function orReport<T>(onFailed: (failed: CallFailed) => void, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CallFailed) || error.failure.kind === 'expired') throw error;
    onFailed(error);
    return null;
  }
}

/** The statement that allows a call, to be put into the policy of whoever makes it. */
export const policySnippet = (action: string, resource = '*'): string =>
  JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });

/** What is missing without the call. */
export const whatIsMissing = (action: string): string => findAllowed(action)?.gives ?? action;
