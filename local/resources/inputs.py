"""The inputs that each type understands here; a preview refuses every other.

Words in camelCase. Where parts of an object stand here, as `a.b`, it has no other part; any other
object is understood as far as the SDK knows it. `region` belongs to every type that has one.
What the SDK's types demand must be there, and what stands in `NEEDED`.
"""

from collections.abc import Mapping

_TABLE: Mapping[str, str] = {
    "aws:apigateway/account:Account": "cloudwatchRoleArn",
    "aws:apigateway/authorizer:Authorizer": """
        authorizerResultTtlInSeconds authorizerUri identitySource name providerArns
        restApi type
    """,
    "aws:apigateway/basePathMapping:BasePathMapping": "basePath domainName restApi stageName",
    "aws:apigateway/deployment:Deployment": "description restApi triggers variables",
    "aws:apigateway/domainName:DomainName": """
        certificateArn domainName endpointAccessMode endpointConfiguration
        endpointConfiguration.ipAddressType endpointConfiguration.types
        regionalCertificateArn securityPolicy tags
    """,
    "aws:apigateway/integration:Integration": """
        connectionType contentHandling credentials httpMethod integrationHttpMethod
        passthroughBehavior requestParameters requestTemplates resourceId
        responseTransferMode restApi timeoutMilliseconds type uri
    """,
    "aws:apigateway/integrationResponse:IntegrationResponse": """
        contentHandling httpMethod resourceId responseParameters responseTemplates
        restApi selectionPattern statusCode
    """,
    "aws:apigateway/method:Method": """
        apiKeyRequired authorization authorizationScopes authorizerId httpMethod
        operationName requestModels requestParameters requestValidatorId resourceId
        restApi
    """,
    "aws:apigateway/methodResponse:MethodResponse": """
        httpMethod resourceId responseModels responseParameters restApi statusCode
    """,
    "aws:apigateway/methodSettings:MethodSettings": """
        methodPath restApi settings settings.cacheDataEncrypted settings.cachingEnabled
        settings.dataTraceEnabled settings.loggingLevel settings.metricsEnabled
        settings.throttlingBurstLimit settings.throttlingRateLimit stageName
    """,
    "aws:apigateway/model:Model": "contentType description name restApi schema",
    "aws:apigateway/requestValidator:RequestValidator": """
        name restApi validateRequestBody validateRequestParameters
    """,
    "aws:apigateway/resource:Resource": "parentId pathPart restApi",
    "aws:apigateway/response:Response": """
        responseParameters responseTemplates responseType restApiId statusCode
    """,
    "aws:apigateway/restApi:RestApi": """
        apiKeySource binaryMediaTypes description disableExecuteApiEndpoint
        endpointAccessMode endpointConfiguration endpointConfiguration.ipAddressType
        endpointConfiguration.types minimumCompressionSize name policy securityPolicy
        tags
    """,
    "aws:apigateway/stage:Stage": """
        accessLogSettings cacheClusterEnabled deployment description restApi stageName
        tags variables xrayTracingEnabled
    """,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": """
        actionsEnabled alarmActions alarmDescription alarmName alarmRule
        insufficientDataActions okActions tags
    """,
    "aws:cloudwatch/dashboard:Dashboard": "dashboardBody dashboardName",
    "aws:cloudwatch/eventArchive:EventArchive": """
        description eventPattern eventSourceArn kmsKeyIdentifier name retentionDays
    """,
    "aws:cloudwatch/eventBus:EventBus": """
        deadLetterConfig deadLetterConfig.arn description kmsKeyIdentifier name tags
    """,
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "eventBusName policy",
    "aws:cloudwatch/eventRule:EventRule": """
        description eventBusName eventPattern forceDestroy name roleArn
        scheduleExpression state tags
    """,
    "aws:cloudwatch/eventTarget:EventTarget": """
        arn deadLetterConfig eventBusName forceDestroy input inputPath retryPolicy
        roleArn rule targetId
    """,
    "aws:cloudwatch/logGroup:LogGroup": """
        kmsKeyId logGroupClass name retentionInDays skipDestroy tags
    """,
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument policyName",
    "aws:cloudwatch/metricAlarm:MetricAlarm": """
        actionsEnabled alarmActions alarmDescription comparisonOperator
        datapointsToAlarm dimensions evaluateLowSampleCountPercentiles evaluationPeriods
        extendedStatistic insufficientDataActions metricName metricQueries name
        namespace okActions period statistic tags threshold thresholdMetricId
        treatMissingData unit
    """,
    "aws:cognito/resourceServer:ResourceServer": "identifier name scopes userPoolId",
    "aws:cognito/userPool:UserPool": """
        accountRecoverySetting adminCreateUserConfig aliasAttributes
        autoVerifiedAttributes deletionProtection mfaConfiguration name passwordPolicy
        softwareTokenMfaConfiguration tags userPoolAddOns userPoolTier
        usernameAttributes usernameConfiguration
    """,
    "aws:cognito/userPoolClient:UserPoolClient": """
        accessTokenValidity allowedOauthFlows allowedOauthFlowsUserPoolClient
        allowedOauthScopes authSessionValidity callbackUrls enableTokenRevocation
        explicitAuthFlows generateSecret idTokenValidity logoutUrls name
        preventUserExistenceErrors readAttributes refreshTokenValidity
        supportedIdentityProviders tokenValidityUnits userPoolId writeAttributes
    """,
    "aws:cognito/userPoolDomain:UserPoolDomain": "domain managedLoginVersion userPoolId",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": """
        confirmRemoveSelfResourceAccess policy resourceArn
    """,
    "aws:dynamodb/table:Table": """
        attributes billingMode deletionProtectionEnabled globalSecondaryIndexes
        globalSecondaryIndexes.hashKey globalSecondaryIndexes.keySchemas
        globalSecondaryIndexes.name globalSecondaryIndexes.nonKeyAttributes
        globalSecondaryIndexes.projectionType globalSecondaryIndexes.rangeKey hashKey
        name onDemandThroughput pointInTimeRecovery rangeKey
        serverSideEncryption streamEnabled streamViewType tableClass tags ttl
    """,
    "aws:iam/role:Role": """
        assumeRolePolicy description forceDetachPolicies maxSessionDuration name path
        permissionsBoundary tags
    """,
    "aws:iam/rolePolicy:RolePolicy": "name policy role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn role",
    "aws:kms/alias:Alias": "name targetKeyId",
    "aws:kms/key:Key": """
        bypassPolicyLockoutSafetyCheck customerMasterKeySpec deletionWindowInDays
        description enableKeyRotation isEnabled keyUsage multiRegion policy
        rotationPeriodInDays tags
    """,
    "aws:kms/keyPolicy:KeyPolicy": "bypassPolicyLockoutSafetyCheck keyId policy",
    "aws:lambda/alias:Alias": "description functionName functionVersion name",
    "aws:lambda/eventSourceMapping:EventSourceMapping": """
        batchSize enabled eventSourceArn filterCriteria functionName
        functionResponseTypes kmsKeyArn maximumBatchingWindowInSeconds metricsConfig
        scalingConfig tags
    """,
    "aws:lambda/function:Function": """
        architectures code deadLetterConfig description environment ephemeralStorage
        handler kmsKeyArn layers loggingConfig memorySize name packageType publish
        reservedConcurrentExecutions role runtime skipDestroy snapStart sourceCodeHash
        tags timeout tracingConfig
    """,
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": """
        destinationConfig functionName maximumEventAgeInSeconds maximumRetryAttempts
        qualifier
    """,
    "aws:lambda/permission:Permission": """
        action eventSourceToken function principal qualifier sourceAccount sourceArn
        statementId
    """,
    "aws:s3/bucket:Bucket": "bucket forceDestroy objectLockEnabled tags",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": """
        bucket rules rules.abortIncompleteMultipartUpload
        rules.abortIncompleteMultipartUpload.daysAfterInitiation rules.expiration
        rules.expiration.days rules.filter rules.filter.prefix rules.id
        rules.noncurrentVersionExpiration rules.noncurrentVersionExpiration.noncurrentDays
        rules.status
    """,
    "aws:s3/bucketLogging:BucketLogging": "bucket targetBucket targetPrefix",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": """
        bucket rule rule.defaultRetention rule.defaultRetention.days
        rule.defaultRetention.mode
    """,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "bucket rule",
    "aws:s3/bucketPolicy:BucketPolicy": "bucket policy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": """
        blockPublicAcls blockPublicPolicy bucket ignorePublicAcls restrictPublicBuckets
    """,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": """
        bucket rules rules.applyServerSideEncryptionByDefault
        rules.applyServerSideEncryptionByDefault.kmsMasterKeyId
        rules.applyServerSideEncryptionByDefault.sseAlgorithm rules.bucketKeyEnabled
    """,
    "aws:s3/bucketVersioning:BucketVersioning": """
        bucket versioningConfiguration versioningConfiguration.status
    """,
    "aws:scheduler/schedule:Schedule": """
        actionAfterCompletion description flexibleTimeWindow groupName kmsKeyArn name
        scheduleExpression scheduleExpressionTimezone state target
    """,
    "aws:secretsmanager/secret:Secret": """
        description forceOverwriteReplicaSecret kmsKeyId name policy
        recoveryWindowInDays tags
    """,
    "aws:secretsmanager/secretPolicy:SecretPolicy": "blockPublicPolicy policy secretArn",
    "aws:secretsmanager/secretVersion:SecretVersion": """
        secretId secretString secretStringWo secretStringWoVersion
    """,
    "aws:ses/template:Template": "html name subject text",
    "aws:sesv2/configurationSet:ConfigurationSet": """
        configurationSetName deliveryOptions reputationOptions sendingOptions
        suppressionOptions tags
    """,
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": """
        configurationSetName eventDestination eventDestinationName
    """,
    "aws:sesv2/emailIdentity:EmailIdentity": """
        configurationSetName dkimSigningAttributes emailIdentity tags
    """,
    "aws:sns/topic:Topic": """
        deliveryPolicy displayName kmsMasterKeyId name policy signatureVersion tags
        tracingConfig
    """,
    "aws:sns/topicPolicy:TopicPolicy": "arn policy",
    "aws:sns/topicSubscription:TopicSubscription": """
        confirmationTimeoutInMinutes deliveryPolicy endpoint endpointAutoConfirms filterPolicy
        filterPolicyScope protocol rawMessageDelivery redrivePolicy topic
    """,
    "aws:sqs/queue:Queue": """
        contentBasedDeduplication deduplicationScope delaySeconds fifoQueue
        fifoThroughputLimit kmsDataKeyReusePeriodSeconds kmsMasterKeyId maxMessageSize
        messageRetentionSeconds name policy receiveWaitTimeSeconds redriveAllowPolicy
        redrivePolicy sqsManagedSseEnabled tags visibilityTimeoutSeconds
    """,
    "aws:sqs/queuePolicy:QueuePolicy": "policy queueUrl",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": "queueUrl redriveAllowPolicy",
    "aws:sqs/redrivePolicy:RedrivePolicy": "queueUrl redrivePolicy",
    "aws:wafv2/webAcl:WebAcl": """
        associationConfig dataProtectionConfig defaultAction description name rules
        scope tags visibilityConfig
    """,
    "aws:wafv2/webAclAssociation:WebAclAssociation": "resourceArn webAclArn",
}

INPUTS: Mapping[str, frozenset[str]] = {
    token: frozenset(names.split()) | {"region"} for token, names in _TABLE.items()
}

_MORE: Mapping[str, str] = {
    "aws:apigateway/account:Account": "cloudwatchRoleArn",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyName",
    "aws:dynamodb/table:Table": "attributes billingMode",
    "aws:lambda/function:Function": "code",
    "aws:s3/bucket:Bucket": "bucket",
}
# API Gateway takes a validator without one; for every other type the real plugin makes one up.
_NAMELESS = {"aws:apigateway/requestValidator:RequestValidator"}

NEEDED: Mapping[str, frozenset[str]] = {
    token: frozenset(_MORE.get(token, "").split())
    | (names & {"name"} if token not in _NAMELESS else set())
    for token, names in INPUTS.items()
}
"""What can't be left out here although the SDK lets a program do so."""
