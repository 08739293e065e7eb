package io.github.basetenci.identity;

import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.identity.IdentityRequest.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The identity of the machine that a job runs on. It is that of every job there, so these sources
 * are used only when they are named.
 */
public final class CloudIdentities {
  /** Only Google's own machines answer this name, and only over plain HTTP. */
  private static final String GOOGLE =
      "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity";

  /** The link-local address that a virtual machine of Azure asks. */
  private static final String AZURE = "http://169.254.169.254/metadata/identity/oauth2/token";

  private CloudIdentities() {}

  /**
   * A virtual machine or container of Google Cloud.
   *
   * @param direct a transport without a proxy, since the address means this machine's own host
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
   * @param direct a transport without a proxy, since the address means this machine's own host
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
