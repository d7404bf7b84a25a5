"""
SDK actions whose permission has another name than the action itself.

Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/ and, for S3,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html. A test compares every name with
cfn-lint's copy of the first.
"""

from __future__ import annotations

_S3 = {
    "abortMultipartUpload": "AbortMultipartUpload",
    "completeMultipartUpload": "PutObject",
    "copyObject": "GetObject PutObject",
    "createMultipartUpload": "PutObject",
    "deleteBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
    "deleteBucketCors": "PutBucketCORS",
    "deleteBucketEncryption": "PutEncryptionConfiguration",
    "deleteBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
    "deleteBucketInventoryConfiguration": "PutInventoryConfiguration",
    "deleteBucketLifecycle": "PutLifecycleConfiguration",
    "deleteBucketMetricsConfiguration": "PutMetricsConfiguration",
    "deleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "deleteBucketReplication": "PutReplicationConfiguration",
    "deleteBucketTagging": "PutBucketTagging",
    "deleteObjects": "DeleteObject",
    "deletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "getBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "getBucketAnalyticsConfiguration": "GetAnalyticsConfiguration",
    "getBucketEncryption": "GetEncryptionConfiguration",
    "getBucketIntelligentTieringConfiguration": "GetIntelligentTieringConfiguration",
    "getBucketInventoryConfiguration": "GetInventoryConfiguration",
    "getBucketLifecycle": "GetLifecycleConfiguration",
    "getBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "getBucketMetricsConfiguration": "GetMetricsConfiguration",
    "getBucketNotificationConfiguration": "GetBucketNotification",
    "getBucketReplication": "GetReplicationConfiguration",
    "getObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "getPublicAccessBlock": "GetBucketPublicAccessBlock",
    "headBucket": "ListBucket",
    "headObject": "GetObject",
    "listBucketAnalyticsConfigurations": "GetAnalyticsConfiguration",
    "listBucketIntelligentTieringConfigurations": "GetIntelligentTieringConfiguration",
    "listBucketInventoryConfigurations": "GetInventoryConfiguration",
    "listBucketMetricsConfigurations": "GetMetricsConfiguration",
    "listBuckets": "ListAllMyBuckets",
    "listMultipartUploads": "ListBucketMultipartUploads",
    "listObjectVersions": "ListBucketVersions",
    "listObjects": "ListBucket",
    "listObjectsV2": "ListBucket",
    "listParts": "ListMultipartUploadParts",
    "putBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "putBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
    "putBucketEncryption": "PutEncryptionConfiguration",
    "putBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
    "putBucketInventoryConfiguration": "PutInventoryConfiguration",
    "putBucketLifecycle": "PutLifecycleConfiguration",
    "putBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "putBucketMetricsConfiguration": "PutMetricsConfiguration",
    "putBucketNotificationConfiguration": "PutBucketNotification",
    "putBucketReplication": "PutReplicationConfiguration",
    "putObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "putPublicAccessBlock": "PutBucketPublicAccessBlock",
    "selectObjectContent": "GetObject",
    "uploadPart": "PutObject",
    "uploadPartCopy": "GetObject PutObject",
}
_VIEW_BUDGET = (
    "describeBudget",
    "describeBudgetPerformanceHistory",
    "describeBudgets",
    "describeNotificationsForBudget",
)
_MODIFY_BUDGET = (
    *("createBudget", "createNotification", "createSubscriber", "deleteBudget", "deleteNotification"),
    *("deleteSubscriber", "updateBudget", "updateNotification", "updateSubscriber"),
)
_KEYSPACES = {
    "createKeyspace": "Create",
    "createTable": "Create",
    "deleteKeyspace": "Drop",
    "deleteTable": "Drop",
    "getKeyspace": "Select",
    "getTable": "Select",
    "listKeyspaces": "Select",
    "listTables": "Select",
    "updateTable": "Alter",
}

# SERVICE:action → the actions of IAM; () needs no permission at all.
EXCEPTIONS: dict[str, tuple[str, ...]] = {
    **{f"s3:{action}": tuple(f"s3:{name}" for name in names.split()) for action, names in _S3.items()},
    **{f"budgets:{action}": ("budgets:ViewBudget",) for action in _VIEW_BUDGET},
    **{f"budgets:{action}": ("budgets:ModifyBudget",) for action in _MODIFY_BUDGET},
    **{f"keyspaces:{action}": (f"cassandra:{name}",) for action, name in _KEYSPACES.items()},
    **{
        f"apigatewaymanagementapi:{action}": ("execute-api:ManageConnections",)
        for action in ("deleteConnection", "getConnection", "postToConnection")
    },
    "bedrockruntime:startAsyncInvoke": ("bedrock:InvokeModel",),
    "cloudfront:createDistributionWithTags": ("cloudfront:CreateDistribution", "cloudfront:TagResource"),
    "dynamodb:describeEndpoints": (),
    "dynamodb:transactGetItems": ("dynamodb:GetItem",),
    "kms:reEncrypt": ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
    "lambda:getLayerVersionByArn": ("lambda:GetLayerVersion",),
    "lambda:invokeWithResponseStream": ("lambda:InvokeFunction",),
    "s3control:deletePublicAccessBlock": ("s3:PutAccountPublicAccessBlock",),
    "s3control:getPublicAccessBlock": ("s3:GetAccountPublicAccessBlock",),
    "s3control:putPublicAccessBlock": ("s3:PutAccountPublicAccessBlock",),
    "sns:publishBatch": ("sns:Publish",),
    "sqs:changeMessageVisibilityBatch": ("sqs:ChangeMessageVisibility",),
    "sqs:deleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:sendMessageBatch": ("sqs:SendMessage",),
    "sts:getCallerIdentity": (),
    "sts:getSessionToken": (),
    "timestreamquery:query": ("timestream:Select",),
    "verifiedpermissions:batchIsAuthorized": ("verifiedpermissions:IsAuthorized",),
    "verifiedpermissions:batchIsAuthorizedWithToken": ("verifiedpermissions:IsAuthorizedWithToken",),
}
