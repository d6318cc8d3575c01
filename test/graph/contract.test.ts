/** Every engine keeps the contract. */
import { describeEngines } from '../support/engines.ts';
import { describeContract } from './contract.ts';

describeEngines('the contract of a graph store', describeContract);
