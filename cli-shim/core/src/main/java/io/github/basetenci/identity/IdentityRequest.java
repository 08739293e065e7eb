package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;

/**
 * A service that answers an HTTP request with an identity token.
 *
 * @param name the name of the service in messages
 * @param transport sends the request
 * @param form makes the request
 * @param answer finds the token in the answer
 */
record IdentityRequest(String name, HttpTransport transport, Form form, Answer answer)
    implements IdentitySource {

  /** Makes the request for a token. */
  @FunctionalInterface
  interface Form {
    HttpRequest request(String audience);
  }

  /** Finds the token in the body of the answer. */
  @FunctionalInterface
  interface Answer {
    /** The token; empty if the body contains none. */
    String token(String body);

    /** The whole body. */
    Answer BODY = String::strip;

    /** The member of this name in a JSON object. */
    static Answer member(String name) {
      return body -> {
        try {
          String token = Json.parse(body) instanceof JsonObject json ? json.string(name) : null;
          return token == null ? "" : token;
        } catch (JsonParseException e) {
          return "";
        }
      };
    }
  }

  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    HttpResponse response;
    try {
      response = transport.send(form.request(audience), deadline);
    } catch (TransportException e) {
      throw IdentityException.unavailable(
          "no identity token from " + name + ": " + e.getMessage(), e);
    }
    if (response.status() != 200) {
      throw IdentityException.unavailable(
          name + " gave no identity token, but answered with HTTP " + response.status(), null);
    }
    String token = answer.token(response.body());
    if (token.isEmpty()) {
      throw IdentityException.invalid(
          name + " answered with HTTP 200, but without an identity token");
    }
    return TokenText.parse(name, token);
  }
}
