/** What the rest of Rolepath uses of queries/. */
export { createQuestions, type QuestionsInput } from './create-questions.ts';
export { QueryError, type QueryErrorCode, type ChainOptions, type Questions, type SearchOptions } from './questions.ts';
