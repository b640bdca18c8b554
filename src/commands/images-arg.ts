import type { ContainerImage } from '../petset/images.js';
import { listArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';

/** The images of `--image nginx=nginx:1.29`. Throws a `UsageFailure` in the words of `kubectl set image`. */
export function imagesArg(args: Args, flag: string): readonly ContainerImage[] {
  const images = listArg(args, flag).map((value) => {
    const [, container, image] = /^([^=]+)=(.+)$/.exec(value) ?? [];
    if (container !== undefined && image !== undefined) return { container, image };
    throw new UsageFailure(
      `invalid argument "${value}" for "--${flag}" flag: must be CONTAINER=IMAGE, such as nginx=nginx:1.29`,
    );
  });
  if (images.length > 1 && images.some(({ container }) => container === '*')) {
    throw new UsageFailure(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    );
  }
  return images;
}
