/** The annotation of a node by which a user has it lost: `lost`, until it is taken off. */
export const FAULT_ANNOTATION = 'sandbox.petset.dev/fault';
