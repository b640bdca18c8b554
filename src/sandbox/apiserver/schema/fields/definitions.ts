import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: definitions of custom resources. Schemas within schemas that may be something else are `any`. The notation is explained in ../field.ts. */
export const DEFINITIONS_FIELDS: FieldTable = {
  CustomResourceDefinition: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! CustomResourceDefinitionSpec;
    status! CustomResourceDefinitionStatus`,
  CustomResourceDefinitionSpec: `
    group! string; names#3! CustomResourceDefinitionNames; scope! ResourceScope;
    versions#7! []CustomResourceDefinitionVersion; conversion#9 *CustomResourceConversion; preserveUnknownFields bool`,
  CustomResourceDefinitionNames: `
    plural! string; singular string; shortNames []string; kind! string; listKind string; categories []string`,
  CustomResourceDefinitionVersion: `
    name! string; served! bool; storage! bool; deprecated#7 bool; deprecationWarning *string;
    schema#4 *CustomResourceValidation; subresources *CustomResourceSubresources;
    additionalPrinterColumns []CustomResourceColumnDefinition; selectableFields#9 []SelectableField`,
  CustomResourceConversion: 'strategy! ConversionStrategyType; webhook *WebhookConversion',
  WebhookConversion: 'clientConfig#2 *WebhookClientConfig; conversionReviewVersions! []string',
  WebhookClientConfig: 'url#3 *string; service#1 *ServiceReference; caBundle bytes',
  ServiceReference: 'namespace! string; name! string; path *string; port *int32',
  CustomResourceValidation: 'openAPIV3Schema *JSONSchemaProps',
  CustomResourceSubresources: 'status *CustomResourceSubresourceStatus; scale *CustomResourceSubresourceScale',
  CustomResourceSubresourceStatus: '',
  CustomResourceSubresourceScale: `
    specReplicasPath! string; statusReplicasPath! string; labelSelectorPath *string`,
  CustomResourceColumnDefinition: `
    name! string; type! string; format string; description string; priority int32; jsonPath! string`,
  SelectableField: 'jsonPath! string',
  CustomResourceDefinitionStatus: `
    conditions! []CustomResourceDefinitionCondition; acceptedNames! CustomResourceDefinitionNames;
    storedVersions! []string`,
  CustomResourceDefinitionCondition: `
    type! CustomResourceDefinitionConditionType; status! ConditionStatus; lastTransitionTime Time; reason string;
    message string`,
  JSONSchemaProps: `
    id string; $schema string; $ref *string; description string; type string; format string; title string;
    default *any; maximum *float64; exclusiveMaximum bool; minimum *float64; exclusiveMinimum bool;
    maxLength *int64; minLength *int64; pattern string; maxItems *int64; minItems *int64; uniqueItems bool;
    multipleOf *float64; enum []any; maxProperties *int64; minProperties *int64; required []string; items *any;
    allOf []JSONSchemaProps; oneOf []JSONSchemaProps; anyOf []JSONSchemaProps; not *JSONSchemaProps;
    properties map[string]JSONSchemaProps; additionalProperties *any; patternProperties map[string]JSONSchemaProps;
    dependencies map[string]any; additionalItems *any; definitions map[string]JSONSchemaProps;
    externalDocs *ExternalDocumentation; example *any; nullable bool; x-kubernetes-preserve-unknown-fields *bool;
    x-kubernetes-embedded-resource bool; x-kubernetes-int-or-string bool; x-kubernetes-list-map-keys []string;
    x-kubernetes-list-type *string; x-kubernetes-map-type *string; x-kubernetes-validations []ValidationRule @rule`,
  ExternalDocumentation: 'description string; url string',
  ValidationRule: `
    rule! string; message string; messageExpression string; reason *FieldValueErrorReason; fieldPath string;
    optionalOldSelf *bool`,
};
