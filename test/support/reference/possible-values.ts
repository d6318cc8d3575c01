/** Which values AWS could ever put into a request for a key. */
import { readDate, readNumber } from './condition-operators.ts';
import { readBits } from './ip-networks.ts';

/** `key` is in lower case. */
export function isPossible(key: string, value: string): boolean {
  switch (key) {
    case 'sts:rolesessionname':
    case 'sts:sourceidentity':
    case 'aws:sourceidentity':
      return isSessionName(value);
    case 'sts:externalid':
      return value.length >= 2 && !value.includes('*') && !value.includes('?');
    case 'aws:sourceip':
    case 'aws:vpcsourceip':
      return readBits(value) !== null;
    case 'aws:tokenissuetime':
    case 'aws:currenttime':
    case 'aws:epochtime':
      return readDate(value) !== null;
    case 'aws:multifactorauthage':
      return (readNumber(value) ?? -1) >= 0;
    default:
      if (
        key.startsWith('aws:principaltag/') ||
        key.startsWith('aws:requesttag/') ||
        key === 'aws:tagkeys' ||
        key === 'sts:transitivetagkeys'
      ) {
        return [...value].every((char) => isLetterOrDigit(char) || ' _.:/=+-@'.includes(char));
      }
      return true;
  }
}

/** Two to 64 letters, digits and `_+=,.@-`. */
export function isSessionName(value: string): boolean {
  return value.length >= 2 && value.length <= 64 && [...value].every((char) => isLetterOrDigit(char) || '_+=,.@-'.includes(char));
}

function isLetterOrDigit(char: string): boolean {
  return char.toLowerCase() !== char.toUpperCase() || (char >= '0' && char <= '9');
}
