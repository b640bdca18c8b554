import { describe, expect, it } from 'vitest';

import { negotiate } from '../../../../../src/sandbox/apiserver/http/accept.js';
import { requestInfo } from '../../../../../src/sandbox/apiserver/http/request-info.js';

const info = (text: string): string => {
  const [method = '', url = ''] = text.split(' ');
  const { pathname, searchParams } = new URL(url, 'http://x');
  const found = requestInfo(method, pathname, searchParams);
  if (!found.isResource) return `${found.verb} ${found.path}`;
  const { verb, group, version, namespace, resource, name, subresource } = found;
  return [verb, `${group}/${version}`, namespace, resource, name, subresource].join(' ').trimEnd();
};

describe('what a request is about', () => {
  it.each([
    ['GET /api/v1/pods', 'list /v1  pods'],
    ['GET /api/v1/namespaces/x/pods', 'list /v1 x pods'],
    ['GET /api/v1/namespaces/x/pods?watch=1', 'watch /v1 x pods'],
    ['GET /api/v1/namespaces/x/pods?watch=false', 'list /v1 x pods'],
    ['GET /api/v1/namespaces/x/pods/p', 'get /v1 x pods p'],
    ['POST /api/v1/namespaces/x/pods/p/eviction', 'create /v1 x pods p eviction'],
    ['DELETE /api/v1/namespaces/x/pods', 'deletecollection /v1 x pods'],
    ['DELETE /api/v1/namespaces/x', 'delete /v1 x namespaces x'],
    ['PUT /api/v1/namespaces/x/finalize', 'update /v1 x namespaces x finalize'],
    ['PATCH /api/v1/namespaces/x/status', 'patch /v1 x namespaces x status'],
    ['PUT /apis/apps/v1/namespaces/x/statefulsets/s/scale', 'update apps/v1 x statefulsets s scale'],
    ['GET /apis/storage.k8s.io/v1/storageclasses/fast', 'get storage.k8s.io/v1  storageclasses fast'],
    ['GET /api/v1/namespaces/x/pods/a%2Fb', 'get /v1 x pods a/b'],
    ['GET /api/v1', 'get /api/v1'],
    ['GET /apis/apps/v1', 'get /apis/apps/v1'],
    ['GET /healthz', 'get /healthz'],
  ])('%s: %s', (request, expected) => {
    expect(info(request)).toBe(expected);
  });
});

describe('what a client accepts', () => {
  it.each([
    ['', 'object json'],
    ['*/*', 'object json'],
    ['application/yaml', 'object yaml'],
    ['application/vnd.kubernetes.protobuf,application/json', 'object json'],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'table json'],
    ['application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json', 'object json'],
    ['application/json; as=PartialObjectMetadataList; g=meta.k8s.io; v=v1', 'metadata json'],
  ])('%j: %s', (accept, expected) => {
    const { representation, format } = negotiate(accept);
    expect(`${representation} ${format}`).toBe(expected);
  });

  it.each(['text/html', 'constructor', 'application/json;as=constructor;g=meta.k8s.io;v=v1'])(
    'may be nothing that there is: %s',
    (accept) => {
      expect(() => negotiate(accept)).toThrow(/^406: Not Acceptable|^only the following media types are accepted: /);
    },
  );
});
