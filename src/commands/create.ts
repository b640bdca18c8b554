import { describeApiError } from '../cluster/api-error.js';
import type { Manifest } from '../cluster/manifests.js';
import { readManifests } from '../cluster/manifests.js';
import { Failure } from '../petset/failure.js';
import type { PetSetRecord } from '../petset/record.js';
import { dryRunArg, listArg, switchArg, usageFailure } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { FLAGS } from './flags.js';
import { runInForeground, withWork, type Work } from './foreground.js';
