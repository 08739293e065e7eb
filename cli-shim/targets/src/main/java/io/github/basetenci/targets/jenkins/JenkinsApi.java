package io.github.basetenci.targets.jenkins;

import io.github.basetenci.api.Patience;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ForeignToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of Jenkins with the rights of one user. The user gives an API token and no password,
 * because a password would need a crumb and a session too.
 *
 * <p>Requests are repeated within the deadline after HTTP 5xx and after a broken connection. Every
 * request can be repeated, because writing a credential twice has the same result as writing it
 * once.
 */
public final class JenkinsApi {
  /** A permission in the form of Jenkins, such as {@code hudson.model.Item.Read}. */
  private static final Pattern PERMISSION = Pattern.compile("[A-Za-z0-9_.$]{1,120}");

  private final HttpTransport transport;
  private final String user;
  private final ForeignToken token;
  private final Deadline deadline;
  private final Sleeper sleeper;

  /**
   * @param user the name that the user logs in with
   * @param token an API token of that user
   * @param deadline the time limit of all calls together, including waits
   */
  public JenkinsApi(
      HttpTransport transport,
      String user,
      ForeignToken token,
      Deadline deadline,
      Sleeper sleeper) {
    this.transport = transport;
    this.user = user;
    this.token = token;
    this.deadline = deadline;
    this.sleeper = sleeper;
  }

  /**
   * The body of a page.
   *
   * @param permission the permission that the user needs for the request, which the message names
   *     if the request is refused
   */
  String get(URI page, String permission) throws JenkinsException, InterruptedException {
    return send(HttpRequest.of("GET", page, headers()), permission).body();
  }

  /** Posts XML. */
  void post(URI page, String xml, String permission) throws JenkinsException, InterruptedException {
    Map<String, String> headers = headers();
    // Without this header, Jenkins would read the XML as ISO-8859-1.
    headers.put("Content-Type", "application/xml; charset=UTF-8");
    send(new HttpRequest("POST", page, headers, xml), permission);
  }

  private HttpResponse send(HttpRequest request, String permission)
      throws JenkinsException, InterruptedException {
    Patience patience = new Patience(deadline, sleeper);
    while (true) {
      JenkinsException failure;
      try {
        HttpResponse response = transport.send(request, deadline);
        if (response.status() == 200) {
          return response;
        }
        failure = refused(request, response, permission);
        if (response.status() < 500) {
          throw failure;
        }
      } catch (TransportException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        failure = new JenkinsException(unanswered(request, e), e);
      }
      if (!patience.again()) {
        throw failure;
      }
    }
  }

  private static String unanswered(HttpRequest request, TransportException last) {
    @Nullable String message = last.getMessage();
    return message == null ? request.uri().getAuthority() + " did not answer" : message;
  }

  /**
   * The failure for a refused request. The body of the answer is not quoted, because it is a page
   * for people.
   */
  private JenkinsException refused(HttpRequest request, HttpResponse response, String permission) {
    int status = response.status();
    String hint =
        switch (status) {
          case 301, 302, 303, 307, 308 ->
              "; the page is elsewhere: give the address that Jenkins itself shows for the"
                  + " credential";
          case 401 -> "; give the user and an API token of that user, not a password";
          case 403 -> forbidden(response, permission);
          case 404 -> "; there is no such credential, or the user " + user + " cannot see it";
          default -> "";
        };
    return new JenkinsException(
        "%s answered %s %s with HTTP %d%s"
            .formatted(
                request.uri().getAuthority(),
                request.method(),
                request.uri().getRawPath(),
                status,
                hint),
        status);
  }

  /**
   * The advice for HTTP 403. Jenkins tells in headers which user it sees and which permission that
   * user lacks.
   */
  private String forbidden(HttpResponse response, String permission) {
    if (response.body().contains("No valid crumb was included")) {
      return "; Jenkins asks for a crumb, as it does for a password: give an API token of the user "
          + user;
    }
    if ("anonymous".equals(response.header("X-You-Are-Authenticated-As"))) {
      return "; Jenkins sees no logged-in user: a proxy in front of it may remove the login, or the"
          + " token does not belong to the user "
          + user;
    }
    String required = response.header("X-Required-Permission");
    String needed =
        required == null || !PERMISSION.matcher(required).matches() ? permission : required;
    return "; the user " + user + " needs the permission " + needed + ", and an API token";
  }

  private Map<String, String> headers() {
    String pair = user + ":" + token.reveal();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    // Names of types come in the language of the request, else in that of the controller.
    headers.put("Accept-Language", "en");
    return headers;
  }

  /** The user as messages name it. */
  String user() {
    return user;
  }
}
