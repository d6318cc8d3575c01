/** What of the Principal Access Summary is wanted. */

export interface AccessFilter {
  /** Keep roles of other accounts, and principals that can use some, only. */
  readonly crossAccount?: boolean;
  /** Keep what asks for nothing only. */
  readonly unconditional?: boolean;
}
