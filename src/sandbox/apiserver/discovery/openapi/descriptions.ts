/**
 * What kinds and their most used fields are for. The documents of a server have a description of every field; here there
 * is one line where one helps, and none is better than a made-up one.
 */
const KINDS: Readonly<Record<string, string>> = {
  ClusterRole: 'Rules that can be granted in the whole cluster or in one namespace.',
  ClusterRoleBinding: 'Grants a cluster role to users in the whole cluster.',
  ConfigMap: 'Configuration for pods to read.',
  ControllerRevision: 'A state of a template, kept so that there is a way back to it.',
  CronJob: 'Makes jobs at given times.',
  CustomResourceDefinition: 'A kind of objects that the server is to serve besides its own.',
  DaemonSet: 'A pod on every node.',
  Deployment: 'Pods that can stand in for each other, rolled out by replica sets.',
  Endpoints: 'Addresses behind a service.',
  EndpointSlice: 'Some of the addresses behind a service.',
  Event: 'Something that happened to an object.',
  Job: 'Pods that run until they are done.',
  Lease: 'Who holds something, and until when.',
  LimitRange: 'Bounds and defaults for what is created in a namespace.',
  Namespace: 'A room of its own for names.',
  Node: 'A machine that pods run on.',
  PersistentVolume: 'Storage of the cluster.',
  PersistentVolumeClaim: "Somebody's claim to storage.",
  Pod: 'Containers that run together on one node.',
  PodDisruptionBudget: 'How many pods of a set may be away at the same time by intention.',
  PodTemplate: 'A description of pods to be made.',
  PriorityClass: 'How important pods are compared with others.',
  ReplicaSet: 'A number of pods that can stand in for each other.',
  ReplicationController: 'A number of pods that can stand in for each other.',
  ResourceQuota: 'How much a namespace may use.',
  Role: 'Rules that can be granted in one namespace.',
  RoleBinding: 'Grants a role to users in one namespace.',
  Secret: 'Configuration that not everybody should read.',
  Service: 'A name and an address for pods.',
  ServiceAccount: 'Who a pod is when it talks to the server.',
  StatefulSet: 'Pods with an identity of their own: a name, storage and an order.',
  StorageClass: 'How volumes of a class are made.',
  PodSpec: 'What a pod is made of.',
  PodTemplateSpec: 'What pods made from a template are like.',
  Container: 'One of the containers of a pod.',
};

const FIELDS: Readonly<Record<string, string>> = {
  apiVersion: 'The version of the API that the object is written in.',
  kind: 'What kind of object this is.',
  metadata: 'What all objects have: a name, labels, owners and the like.',
  spec: 'What is wanted.',
  status: 'What was observed last.',
  selector: 'Which pods it is about.',
  template: 'The pods that are to be made.',
  replicas: 'How many pods there are to be.',
  containers: 'The containers of the pod.',
  initContainers: 'Containers that run before the others, one after the other.',
  volumes: 'Volumes that containers can mount.',
  volumeClaimTemplates: 'Claims that every pod gets of its own.',
  serviceName: 'The service that names the pods.',
  image: 'The image that the container runs.',
  env: 'Environment variables.',
  ports: 'Ports that are to be known.',
  resources: 'What it asks for and what it may use at most.',
  labels: 'Keys and values to choose objects by.',
  annotations: 'Keys and values for whoever knows them.',
};

/** The line of a struct, if there is one. */
export const describeStruct = (struct: string): { description?: string } =>
  describe(KINDS, struct.replace(/^.*\./, ''));

/** The line of a field, if there is one. */
export const describeField = (name: string): { description?: string } => describe(FIELDS, name);

const describe = (table: Readonly<Record<string, string>>, name: string): { description?: string } =>
  Object.hasOwn(table, name) ? { description: table[name] ?? '' } : {};
