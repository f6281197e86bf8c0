package dev.headrace.io.secretsmanager;

import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * One call of {@code GetSecretValue}, retried by the SDK.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
final class SecretValue {
  private static final String CURRENT = "AWSCURRENT";

  private SecretValue() {}

  /**
   * @throws IOException if there is no value to be had; the message names the ARN
   */
  static String get(SecretsManagerClient client, SecretArn arn) throws IOException {
    GetSecretValueResponse answer;
    try {
      answer = client.getSecretValue(r -> r.secretId(arn.arn()).versionStage(CURRENT));
    } catch (SdkException e) {
      throw new IOException("The secret " + arn + " cannot be read: " + explain(e), e);
    }
    String value = answer.secretString();
    if (value == null) {
      throw new IOException("The secret " + arn + " is binary; only text can be read");
    }
    if (value.isEmpty()) {
      throw new IOException("The secret " + arn + " is empty");
    }
    return value;
  }

  private static String explain(SdkException failure) {
    if (!(failure instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
      return String.valueOf(failure.getMessage());
    }
    String code = String.valueOf(service.awsErrorDetails().errorCode());
    return switch (code) {
      case "ResourceNotFoundException" -> "it is not there, or has no version " + CURRENT;
      case "AccessDeniedException" ->
          "access is denied; the worker's role needs secretsmanager:GetSecretValue on it, and"
              + " kms:Decrypt on its key if that is not AWS's own";
      case "DecryptionFailure", "DecryptionFailureException" ->
          "it cannot be decrypted with its key (" + code + ")";
      case "InvalidRequestException" -> "it is marked for deletion, or managed by another service";
      default -> code + ", status " + service.statusCode();
    };
  }
}
