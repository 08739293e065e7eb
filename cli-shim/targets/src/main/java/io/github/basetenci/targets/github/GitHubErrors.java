package io.github.basetenci.targets.github;

import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.Masker;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns failed answers into sentences that say what is missing. */
final class GitHubErrors {
  private static final Pattern SIGN_ON =
      Pattern.compile(
          "required; *url=(https://(?:[a-z0-9-]+\\.)*(?:github|ghe)\\.com/[!-~]{1,300})");

  /**
   * The advice for a reason that a part of GitHub's message names. It replaces the advice about a
   * permission, which would not help.
   */
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    REASONS.put(
        "ip allow list",
        "run it where the address is on the IP allow list of the organization, or add the address");
    REASONS.put("archived", "unarchive the repository, or leave it out");
    REASONS.put("suspended", "an administrator has to lift the suspension first");
    REASONS.put(
        "personal access token (classic)",
        "the organization takes no classic tokens: give a fine-grained one, or one of an App");
    REASONS.put("lifetime is greater than", "give a token with a shorter lifetime");
    REASONS.put("actions is disabled", "enable GitHub Actions there, or leave the repository out");
    REASONS.put("actions are disabled", "enable GitHub Actions there, or leave it out");
    REASONS.put("repository access blocked", "ask GitHub's support why it is blocked");
    REASONS.put("billing", "the owner of the account has to correct its billing first");
    REASONS.put("two-factor", "the owner of the token has to turn on two-factor authentication");
  }

  private final Masker masker;

  GitHubErrors(ForeignToken token) {
    this.masker = Masker.of(List.of(token));
  }

  /**
   * @param permission the permission that the request needs, such as {@code secrets: write}
   */
  GitHubException refused(HttpRequest request, HttpResponse response, String permission) {
    int status = response.status();
    String needs = needs(response, permission);
    String hint =
        switch (status) {
          case 301, 302, 307, 308 -> "; the repository has moved: give its present name";
          case 401 -> "; give a token that is valid and not expired";
          case 403 -> forbidden(response, needs);
          case 404 -> "; the name is wrong, or the token lacks the permission " + needs + " there";
          default -> "";
        };
    return new GitHubException(what(request, response) + hint, status);
  }

  /**
   * The advice for HTTP 403, which has many reasons. GitHub names the reason in a header, or only
   * in its message.
   */
  private String forbidden(HttpResponse response, String needs) {
    String signOn = response.header("X-GitHub-SSO");
    if (signOn != null) {
      return "; the organization demands its single sign-on of this token: " + authorize(signOn);
    }
    String message = message(response.body());
    for (Map.Entry<String, String> reason : REASONS.entrySet()) {
      if (message.toLowerCase(Locale.ROOT).contains(reason.getKey())) {
        return "; " + reason.getValue();
      }
    }
    return "; the token needs the permission " + needs;
  }

  /**
   * The advice to authorize the token. The address in the header is shown only if it is an address
   * of GitHub.
   */
  private String authorize(String header) {
    Matcher address = SIGN_ON.matcher(header);
    return address.matches()
        ? "open " + Neutralizer.line(masker.mask(address.group(1))) + " and authorize it"
        : "authorize it in the settings of its owner, under tokens, Configure SSO";
  }

  GitHubException limited(HttpRequest request, HttpResponse response, Duration wait) {
    return new GitHubException(
        what(request, response) + "; run it again in " + words(wait), response.status());
  }

  GitHubException outOfTime(HttpRequest request, Duration wait) {
    return new GitHubException(
        "%s limits the number of requests, and the next request could be sent in %s, after the time limit of the whole command; run the command again then, or with a longer --timeout"
            .formatted(request.uri().getAuthority(), words(wait)),
        0);
  }

  /** No try got an answer. */
  GitHubException unanswered(HttpRequest request, TransportException last) {
    String message = last.getMessage();
    return new GitHubException(
        message == null ? request.uri().getAuthority() + " did not answer" : message, 0, last);
  }

  /** A successful answer that cannot be read. */
  GitHubException malformed(HttpRequest request, HttpResponse response, String problem) {
    return new GitHubException(
        "%s answered %s %s with HTTP %d, but %s; check that the address is GitHub's API"
            .formatted(
                request.uri().getAuthority(),
                request.method(),
                request.uri().getRawPath(),
                response.status(),
                problem),
        response.status());
  }

  private String what(HttpRequest request, HttpResponse response) {
    String said = Neutralizer.line(masker.mask(message(response.body())));
    return "%s answered %s %s with HTTP %d%s"
        .formatted(
            request.uri().getAuthority(),
            request.method(),
            request.uri().getRawPath(),
            response.status(),
            said.isEmpty() ? "" : " (" + said.replaceFirst("\\.$", "") + ")");
  }

  /** The permissions that the request needs. GitHub often names them in a header. */
  private String needs(HttpResponse response, String permission) {
    String accepted = response.header("X-Accepted-GitHub-Permissions");
    return accepted == null || accepted.isBlank()
        ? permission
        : Neutralizer.line(accepted).replace("=", ": ").replace(";", " or");
  }

  private static String message(String body) {
    try {
      String message =
          Json.parse(body) instanceof JsonObject object ? object.string("message") : null;
      return message == null ? "" : message;
    } catch (JsonParseException e) {
      // The body may be a page of a proxy. The status is more useful then.
      return "";
    }
  }

  private static String words(Duration wait) {
    long seconds = Math.max(1, wait.toSeconds());
    return seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
  }
}
