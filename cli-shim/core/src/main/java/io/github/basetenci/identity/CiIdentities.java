package io.github.basetenci.identity;

import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.Loopback;
import io.github.basetenci.identity.IdentityRequest.Answer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * The identity that a CI system gives to each of its jobs. Each method looks for a variable that
 * only its CI system sets. If that variable is unset or empty, the method returns nothing.
 */
public final class CiIdentities {
  static final String BITBUCKET = "BITBUCKET_STEP_OIDC_TOKEN";
  static final String CIRCLECI = "CIRCLE_OIDC_TOKEN_V2";
  static final String AZURE_URI = "SYSTEM_OIDCREQUESTURI";
  static final String AZURE_TOKEN = "SYSTEM_ACCESSTOKEN";
  static final String AZURE_CONNECTION = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";

  private CiIdentities() {}

  /** A step of Bitbucket Pipelines that has {@code oidc: true}. */
  public static Optional<IdentitySource> bitbucket(Map<String, String> environment) {
    return variable("bitbucket", BITBUCKET, environment);
  }

  /** A job of CircleCI. The audience of its token is the id of the organization. */
  public static Optional<IdentitySource> circleci(Map<String, String> environment) {
    return variable("circleci", CIRCLECI, environment);
  }

  private static Optional<IdentitySource> variable(
      String name, String variable, Map<String, String> environment) {
    String text = environment.getOrDefault(variable, "");
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new GivenIdentity(variable + " (" + name + ")", text));
  }

  /**
   * A job of Azure Pipelines. The service makes tokens for one service connection, and sets their
   * audience itself.
   *
   * @throws IdentityException if the service cannot be asked because another variable is missing
   */
  public static Optional<IdentitySource> azureDevops(
      Map<String, String> environment, HttpTransport transport) throws IdentityException {
    String address = environment.getOrDefault(AZURE_URI, "");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    String token = environment.getOrDefault(AZURE_TOKEN, "");
    if (token.isEmpty()) {
      throw IdentityException.invalid(
          AZURE_URI
              + " is set, but "
              + AZURE_TOKEN
              + " is not; give the step env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)");
    }
    String connection = environment.getOrDefault(AZURE_CONNECTION, "");
    URI uri =
        address(
            address
                + "?api-version=7.1"
                + (connection.isEmpty()
                    ? ""
                    : "&serviceConnectionId=" + CloudIdentities.encoded(connection)));
    return Optional.of(
        new IdentityRequest(
            "azure-devops",
            transport,
            audience ->
                new HttpRequest(
                    "POST",
                    uri,
                    Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                    ""),
            Answer.member("oidcToken")));
  }

  private static URI address(String text) throws IdentityException {
    try {
      URI uri = new URI(text);
      // The request carries the access token of the job, so it must not cross a network in plain
      // text.
      boolean hidden =
          "https".equals(uri.getScheme()) || Loopback.isLoopback(String.valueOf(uri.getHost()));
      if (hidden && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The sentence below tells this case too.
    }
    throw IdentityException.invalid(AZURE_URI + " is no https address");
  }
}
