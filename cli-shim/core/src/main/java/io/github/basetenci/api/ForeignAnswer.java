package io.github.basetenci.api;

import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * An answer that is not from the management API: the page of a proxy, of a firewall, of a network
 * that requires a login, or of another server. Such an answer says nothing about a key.
 *
 * <p>The API answers in JSON, also with errors. An overloaded or broken server may send any text
 * with a status of 5xx, so an answer with such a status counts as an answer of the API.
 */
public final class ForeignAnswer {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int MAX_WORDS = 100;
  private static final String ELLIPSIS = "...";

  /** HTML elements whose content is not text for people. */
  private static final String[] SILENT = {"script", "style"};

  private ForeignAnswer() {}

  /** Whether the answer is not from the management API. */
  public static boolean is(HttpResponse response) {
    if (response.status() >= 500 || response.status() == TOO_MANY_REQUESTS) {
      return false;
    }
    String type = response.header("Content-Type");
    return (type != null && type.toLowerCase(Locale.ROOT).contains("html"))
        || !isJson(response.body());
  }

  /**
   * One sentence that contains the status and the first words of the answer, and says what the user
   * can do.
   *
   * @param mask removes the secrets of the request from a text
   */
  public static String sentence(
      HttpRequest request, HttpResponse response, UnaryOperator<String> mask) {
    return ("%s answered %s %s with HTTP %d, but that was not Baseten (%s); a proxy, a firewall or"
            + " a login page answered, or the address is another server's: check the network"
            + " and the address")
        .formatted(
            request.uri().getAuthority(),
            request.method(),
            request.uri().getRawPath(),
            response.status(),
            shown(response, mask));
  }

  private static String shown(HttpResponse response, UnaryOperator<String> mask) {
    String location = response.header("Location");
    String host = location == null ? "" : host(location);
    if (!host.isEmpty()) {
      return "a redirect to " + Neutralizer.line(mask.apply(host));
    }
    String words = words(response.body(), mask);
    return words.isEmpty() ? "without a text" : "\"" + words + "\"";
  }

  private static boolean isJson(String body) {
    try {
      JsonValue json = Json.parse(body);
      return json instanceof JsonObject || json instanceof JsonArray;
    } catch (JsonParseException e) {
      return false;
    }
  }

  private static String host(String location) {
    try {
      String host = new URI(location).getHost();
      return host == null ? "" : host;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static String words(String body, UnaryOperator<String> mask) {
    String text = withoutTags(mask.apply(body)).strip().replaceAll("\\s+", " ");
    String line = Neutralizer.line(text);
    return line.length() <= MAX_WORDS
        ? line
        : line.substring(0, line.lastIndexOf(' ', MAX_WORDS - ELLIPSIS.length() - 1) + 1)
            + ELLIPSIS;
  }

  private static String withoutTags(String html) {
    if (html.indexOf('<') < 0) {
      return html;
    }
    String lower = html.toLowerCase(Locale.ROOT);
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < html.length()) {
      int tag = html.indexOf('<', at);
      if (tag < 0) {
        text.append(html, at, html.length());
        break;
      }
      text.append(html, at, tag).append(' ');
      int end = end(lower, tag);
      if (end < 0) {
        break;
      }
      at = end;
    }
    return text.toString();
  }

  /** The index at which a comment, a tag, or a silent element ends; -1 if it does not end. */
  private static int end(String lower, int tag) {
    if (lower.startsWith("<!--", tag)) {
      return after(lower, "-->", tag);
    }
    for (String name : SILENT) {
      if (lower.startsWith("<" + name, tag)) {
        return after(lower, "</" + name + ">", tag);
      }
    }
    return after(lower, ">", tag);
  }

  private static int after(String text, String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? -1 : found + mark.length();
  }
}
