'use strict';
// Plain CommonJS: Temporal loads it with require(), in the process and inside the workflow bundle.
const { DefaultFailureConverter } = require('@temporalio/common');

/** Puts messages and stacks of failures into a payload, so that the codec encrypts them with the rest. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
