/** In a file of its own, so that whoever only tells errors apart does not load the server. */

/** Why a server could not be started. `message` says what to do. */
export class ServerStartError extends Error {
  readonly code: 'token-required' | 'no-free-port' | 'cannot-listen';
  constructor(code: ServerStartError['code'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ServerStartError';
    this.code = code;
  }
}
