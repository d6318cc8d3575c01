/** What the server needs of a logger; pino's loggers have this shape. Nothing secret is ever passed to it. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
