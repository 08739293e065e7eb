package io.github.basetenci.identity;

import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.identity.IdentityRequest.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The identity of the machine that a job runs on. All jobs on the machine have this identity, so
 * these sources are used only if the caller names them.
 */
public final class CloudIdentities {
  /** Only a machine of Google Cloud can reach this name. The server answers only plain HTTP. */
  private static final String GOOGLE =
      "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity";

  /** The link-local address at which a virtual machine of Azure gets its tokens. */
  private static final String AZURE = "http://169.254.169.254/metadata/identity/oauth2/token";

  private CloudIdentities() {}

  /**
   * A virtual machine or container of Google Cloud.
   *
   * @param direct a transport without a proxy, because a proxy would answer for the machine that it
   *     runs on
   */
  public static IdentitySource google(HttpTransport direct) {
    return google(direct, GOOGLE);
  }

  static IdentitySource google(HttpTransport direct, String address) {
    return new IdentityRequest(
        "gcp",
        direct,
        audience ->
            HttpRequest.of(
                "GET",
                URI.create(address + "?audience=" + encoded(audience) + "&format=full"),
                Map.of("Metadata-Flavor", "Google")),
        Answer.BODY);
  }

  /**
   * A virtual machine of Azure with a managed identity.
   *
   * @param direct a transport without a proxy, because a proxy would answer for the machine that it
   *     runs on
   */
  public static IdentitySource azure(HttpTransport direct) {
    return azure(direct, AZURE);
  }

  static IdentitySource azure(HttpTransport direct, String address) {
    return new IdentityRequest(
        "azure",
        direct,
        audience ->
            HttpRequest.of(
                "GET",
                URI.create(address + "?api-version=2018-02-01&resource=" + encoded(audience)),
                Map.of("Metadata", "true")),
        Answer.member("access_token"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
