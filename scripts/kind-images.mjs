// The kind that end-to-end tests run on, and the node images that were published with it. Newer ones are told by
// https://github.com/kubernetes-sigs/kind/releases: an image is meant for the kind beside which it is listed there.

export const KIND = {
  version: 'v0.33.0',
  sha256: {
    amd64: 'aee6151561422756b764a4ae28e7f44cda5af5a9eead3cc9985112b1de8d8e0d',
    arm64: '20022bee6cfcd5086cb7234d218e3454e6090022f2a8f55d1fa7fcf42c3867a2',
  },
};

/** By Kubernetes' minor version: the four newest, of which all but the last are still maintained. */
export const NODE_IMAGES = {
  1.37: 'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5',
  1.36: 'kindest/node:v1.36.4@sha256:099e049362a1526b2db71494e1947aae99bd16290d7c895f2b7ea312e3cbfaed',
  1.35: 'kindest/node:v1.35.8@sha256:07b2536e30b803ed61d1677a79df6115f798ce64c80f9e22f6ed45afd09323c0',
  1.34: 'kindest/node:v1.34.11@sha256:44e222ee2132dab25ff87301682f89eb82c7880ea3a1bf543bfe9708fd08d67d',
};
