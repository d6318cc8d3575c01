/** What others use of queries/: the questions over an open snapshot. The shapes of the answers are in answers.ts. */
export { createQuestions, type QuestionsInput } from './create-questions.ts';
export type { Questions } from './questions.ts';
