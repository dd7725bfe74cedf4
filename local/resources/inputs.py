"""The inputs that each type understands here; a preview refuses every other.

Words in camelCase. Where parts of an object stand here, as `a.b`, it has no other part; any other
object is understood as far as the SDK knows it. `region` belongs to every type that has one.
What the SDK's types demand must be there, and what stands in `NEEDED`.
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

_TABLE: Mapping[type[pulumi.Resource], str] = {
    aws.apigateway.Account: "cloudwatchRoleArn",
    aws.apigateway.Authorizer: """
        authorizerResultTtlInSeconds authorizerUri identitySource name providerArns
        restApi type
    """,
    aws.apigateway.BasePathMapping: "basePath domainName restApi stageName",
    aws.apigateway.Deployment: "description restApi triggers variables",
    aws.apigateway.DomainName: """
        certificateArn domainName endpointAccessMode endpointConfiguration
        endpointConfiguration.ipAddressType endpointConfiguration.types
        regionalCertificateArn securityPolicy tags
    """,
    aws.apigateway.Integration: """
        connectionType contentHandling credentials httpMethod integrationHttpMethod
        passthroughBehavior requestParameters requestTemplates resourceId
        responseTransferMode restApi timeoutMilliseconds type uri
    """,
    aws.apigateway.IntegrationResponse: """
        contentHandling httpMethod resourceId responseParameters responseTemplates
        restApi selectionPattern statusCode
    """,
    aws.apigateway.Method: """
        apiKeyRequired authorization authorizationScopes authorizerId httpMethod
        operationName requestModels requestParameters requestValidatorId resourceId
        restApi
    """,
    aws.apigateway.MethodResponse: """
        httpMethod resourceId responseModels responseParameters restApi statusCode
    """,
    aws.apigateway.MethodSettings: """
        methodPath restApi settings settings.cacheDataEncrypted settings.cachingEnabled
        settings.dataTraceEnabled settings.loggingLevel settings.metricsEnabled
        settings.throttlingBurstLimit settings.throttlingRateLimit stageName
    """,
    aws.apigateway.Model: "contentType description name restApi schema",
    aws.apigateway.RequestValidator: "name restApi validateRequestBody validateRequestParameters",
    aws.apigateway.Resource: "parentId pathPart restApi",
    aws.apigateway.Response: """
        responseParameters responseTemplates responseType restApiId statusCode
    """,
    aws.apigateway.RestApi: """
        apiKeySource binaryMediaTypes description disableExecuteApiEndpoint
        endpointAccessMode endpointConfiguration endpointConfiguration.ipAddressType
        endpointConfiguration.types minimumCompressionSize name policy securityPolicy
        tags
    """,
    aws.apigateway.Stage: """
        accessLogSettings cacheClusterEnabled deployment description restApi stageName
        tags variables xrayTracingEnabled
    """,
    aws.cloudwatch.EventRule: """
        description eventBusName eventPattern forceDestroy name roleArn
        scheduleExpression state tags
    """,
    aws.cloudwatch.EventTarget: """
        arn deadLetterConfig eventBusName forceDestroy input inputPath retryPolicy
        roleArn rule targetId
    """,
    aws.cloudwatch.LogGroup: "kmsKeyId logGroupClass name retentionInDays skipDestroy tags",
    aws.cloudwatch.LogResourcePolicy: "policyDocument policyName",
    aws.cloudwatch.MetricAlarm: """
        actionsEnabled alarmActions alarmDescription comparisonOperator
        datapointsToAlarm dimensions evaluateLowSampleCountPercentiles evaluationPeriods
        extendedStatistic insufficientDataActions metricName metricQueries name
        namespace okActions period statistic tags threshold thresholdMetricId
        treatMissingData unit
    """,
    aws.cognito.ResourceServer: "identifier name scopes userPoolId",
    aws.cognito.UserPool: """
        accountRecoverySetting adminCreateUserConfig aliasAttributes
        autoVerifiedAttributes deletionProtection mfaConfiguration name passwordPolicy
        softwareTokenMfaConfiguration tags userPoolAddOns userPoolTier
        usernameAttributes usernameConfiguration
    """,
    aws.cognito.UserPoolClient: """
        accessTokenValidity allowedOauthFlows allowedOauthFlowsUserPoolClient
        allowedOauthScopes authSessionValidity callbackUrls enableTokenRevocation
        explicitAuthFlows generateSecret idTokenValidity logoutUrls name
        preventUserExistenceErrors readAttributes refreshTokenValidity
        supportedIdentityProviders tokenValidityUnits userPoolId writeAttributes
    """,
    aws.cognito.UserPoolDomain: "domain managedLoginVersion userPoolId",
    aws.dynamodb.ResourcePolicy: "confirmRemoveSelfResourceAccess policy resourceArn",
    aws.dynamodb.Table: """
        attributes billingMode deletionProtectionEnabled globalSecondaryIndexes
        globalSecondaryIndexes.hashKey globalSecondaryIndexes.keySchemas
        globalSecondaryIndexes.name globalSecondaryIndexes.nonKeyAttributes
        globalSecondaryIndexes.projectionType globalSecondaryIndexes.rangeKey hashKey
        name onDemandThroughput pointInTimeRecovery rangeKey
        serverSideEncryption streamEnabled streamViewType tableClass tags ttl
    """,
    aws.iam.Role: """
        assumeRolePolicy description forceDetachPolicies maxSessionDuration name path
        permissionsBoundary tags
    """,
    aws.iam.RolePolicy: "name policy role",
    aws.iam.RolePolicyAttachment: "policyArn role",
    aws.kms.Alias: "name targetKeyId",
    aws.kms.Key: """
        bypassPolicyLockoutSafetyCheck customerMasterKeySpec deletionWindowInDays
        description enableKeyRotation isEnabled keyUsage multiRegion policy
        rotationPeriodInDays tags
    """,
    aws.lambda_.Alias: "description functionName functionVersion name",
    aws.lambda_.EventSourceMapping: """
        batchSize enabled eventSourceArn filterCriteria functionName
        functionResponseTypes kmsKeyArn maximumBatchingWindowInSeconds metricsConfig
        scalingConfig tags
    """,
    aws.lambda_.Function: """
        architectures code deadLetterConfig description environment ephemeralStorage
        handler kmsKeyArn layers loggingConfig memorySize name packageType publish
        reservedConcurrentExecutions role runtime skipDestroy snapStart sourceCodeHash
        tags timeout tracingConfig
    """,
    aws.lambda_.FunctionEventInvokeConfig: """
        destinationConfig functionName maximumEventAgeInSeconds maximumRetryAttempts
        qualifier
    """,
    aws.lambda_.Permission: """
        action eventSourceToken function principal qualifier sourceAccount sourceArn
        statementId
    """,
    aws.scheduler.Schedule: """
        actionAfterCompletion description flexibleTimeWindow groupName kmsKeyArn name
        scheduleExpression scheduleExpressionTimezone state target
    """,
    aws.secretsmanager.Secret: """
        description forceOverwriteReplicaSecret kmsKeyId name policy
        recoveryWindowInDays tags
    """,
    aws.secretsmanager.SecretPolicy: "blockPublicPolicy policy secretArn",
    aws.secretsmanager.SecretVersion: "secretId secretString secretStringWo secretStringWoVersion",
    aws.ses.Template: "html name subject text",
    aws.sesv2.ConfigurationSet: """
        configurationSetName deliveryOptions reputationOptions sendingOptions
        suppressionOptions tags
    """,
    aws.sesv2.ConfigurationSetEventDestination: """
        configurationSetName eventDestination eventDestinationName
    """,
    aws.sesv2.EmailIdentity: "configurationSetName dkimSigningAttributes emailIdentity tags",
    aws.sns.Topic: """
        deliveryPolicy displayName kmsMasterKeyId name policy signatureVersion tags
        tracingConfig
    """,
    aws.sns.TopicPolicy: "arn policy",
    aws.sns.TopicSubscription: """
        confirmationTimeoutInMinutes endpoint endpointAutoConfirms filterPolicy
        filterPolicyScope protocol rawMessageDelivery redrivePolicy topic
    """,
    aws.sqs.Queue: """
        delaySeconds kmsDataKeyReusePeriodSeconds kmsMasterKeyId maxMessageSize
        messageRetentionSeconds name policy receiveWaitTimeSeconds redriveAllowPolicy
        redrivePolicy sqsManagedSseEnabled tags visibilityTimeoutSeconds
    """,
    aws.sqs.QueuePolicy: "policy queueUrl",
    aws.sqs.RedriveAllowPolicy: "queueUrl redriveAllowPolicy",
    aws.sqs.RedrivePolicy: "queueUrl redrivePolicy",
    aws.wafv2.WebAcl: """
        associationConfig dataProtectionConfig defaultAction description name rules
        scope tags visibilityConfig
    """,
    aws.wafv2.WebAclAssociation: "resourceArn webAclArn",
}

INPUTS: Mapping[type[pulumi.Resource], frozenset[str]] = {
    cls: frozenset(names.split()) | {"region"} for cls, names in _TABLE.items()
}

_MORE: Mapping[type[pulumi.Resource], str] = {
    aws.apigateway.Account: "cloudwatchRoleArn",
    aws.cloudwatch.LogResourcePolicy: "policyName",
    aws.dynamodb.Table: "attributes billingMode",
    aws.lambda_.Function: "code",
}
# API Gateway takes a validator without one; for every other type the real plugin makes one up.
_NAMELESS = {aws.apigateway.RequestValidator}

NEEDED: Mapping[type[pulumi.Resource], frozenset[str]] = {
    cls: frozenset(_MORE.get(cls, "").split())
    | (names & {"name"} if cls not in _NAMELESS else set())
    for cls, names in INPUTS.items()
}
"""What can't be left out here although the SDK lets a program do so."""
