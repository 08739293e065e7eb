package io.github.basetenci.api;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls the management REST API with one key or access token.
 *
 * <p>GET and DELETE are repeated, within the deadline, after HTTP 429, after HTTP 5xx, and after
 * the connection broke while the request was being sent or answered. POST is never repeated.
 *
 * <p>Every method throws {@link ApiException} if the server refuses the request, and {@link
 * TransportException} if there is no answer.
 */
public final class ManagementApi {
  private final HttpTransport transport;
  private final URI base;
  private final Confidential key;
  private final Deadline deadline;
  private final Retry retry;
  private final Masker masker;

  /**
   * @param transport sends the requests
   * @param base the address that {@link RemoteUrl#managementUrl} gives
   * @param key the key or the access token
   * @param deadline the time limit of all calls and waits together
   * @param sleeper waits between repetitions
   */
  public ManagementApi(
      HttpTransport transport, URI base, Confidential key, Deadline deadline, Sleeper sleeper) {
    this.transport = transport;
    this.base = base;
    this.key = key;
    this.deadline = deadline;
    this.retry = new Retry(deadline, sleeper);
    this.masker = Masker.of(List.of(key));
  }

  /** The user or service account to whom this key belongs. */
  public UserInfo me() throws ApiException, TransportException {
    return get(UserInfo::read, "v1", "users", "me");
  }

  /** The teams that the key can see. */
  public List<Team> teams() throws ApiException, TransportException {
    return get(json -> Fields.list(json, "teams", Team::read), "v1", "teams");
  }

  /**
   * Whether the organization certainly allows no new keys of this type, so that {@link
   * #createApiKey} would be refused. The question is asked once. A server that does not know it,
   * does not answer it, or does not let this key ask it, forbids nothing.
   */
  public boolean forbidsNewKeys(ApiKeyType type) {
    HttpRequest request = request("GET", null, "v1", "organizations", "me");
    Errors errors = new Errors(key, masker::mask);
    try {
      return understood(request, answered(request, errors), errors, Organization::read)
          .forbids(type);
    } catch (ApiException | TransportException e) {
      return false;
    }
  }

  /**
   * Whether the workspace certainly has trust rules, so that jobs can log in there without a key.
   * The question is asked once, and only the first rule is asked for. A server that does not know
   * it, does not answer it, or does not let this key ask it, has none as far as can be known.
   */
  public boolean hasTrustRules() {
    HttpRequest request =
        request("GET", null, "?limit=1", new String[] {"v1", "access", "trust_rules"});
    Errors errors = new Errors(key, masker::mask);
    try {
      return understood(
          request, answered(request, errors), errors, json -> !json.array("items").isEmpty());
    } catch (ApiException | TransportException e) {
      return false;
    }
  }

  /** The unrevoked keys that this key manages. */
  public List<ApiKeyInfo> apiKeys() throws ApiException, TransportException {
    return keyList().keys();
  }

  /** The keys of {@link #apiKeys()} that the filter lets through. */
  public List<ApiKeyInfo> apiKeys(KeyFilter filter) throws ApiException, TransportException {
    return keyList(filter).keys().stream().filter(filter::lets).toList();
  }

  /**
   * The entry of this key in the server's list; empty if this key is not among the keys that it
   * manages, and for an access token.
   */
  public Optional<ApiKeyInfo> ownKey() throws ApiException, TransportException {
    return key instanceof ApiKey own ? ApiKeyInfo.find(apiKeys(), own.prefix()) : Optional.empty();
  }

  /** The unrevoked keys that this key manages, with the server's time. */
  public KeyList keyList() throws ApiException, TransportException {
    return keyList(KeyFilter.ALL);
  }

  private KeyList keyList(KeyFilter filter) throws ApiException, TransportException {
    HttpRequest request = request("GET", null, filter.query(), new String[] {"v1", "api_keys"});
    Errors errors = new Errors(key, masker::mask);
    HttpResponse response = retry.send(() -> answered(request, errors));
    List<ApiKeyInfo> keys =
        understood(request, response, errors, json -> Fields.list(json, "keys", ApiKeyInfo::read));
    return KeyList.dated(keys, response.header("Date"));
  }

  /**
   * Creates a key. The server sends the text of the key only in this answer. So after a failure
   * whose {@code mayHaveTakenEffect} is true, a key may exist whose text nobody knows.
   *
   * @param wanted what to create
   * @param teamId the team, or null for the default one
   */
  public ApiKey createApiKey(CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException {
    return post(
        wanted.toJson(),
        new Errors(key, masker::mask),
        json -> {
          try {
            return ApiKey.of(Fields.required(json, "api_key"));
          } catch (InvalidKeyException e) {
            throw new MalformedAnswerException("the field api_key " + e.getMessage());
          }
        },
        inTeam(teamId, "api_keys"));
  }

  /**
   * Revokes a key. It is no error if the key does not exist any more (HTTP 404).
   *
   * @param prefix the prefix of the key; see {@link #deleteApiKey}
   */
  public void revokeApiKey(String prefix) throws ApiException, TransportException {
    try {
      deleteApiKey(prefix);
    } catch (ApiException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  /**
   * Revokes a key that exists.
   *
   * @param prefix the part of the key before its first dot
   * @throws IllegalArgumentException if the text is not a prefix; the message does not quote the
   *     text, because it may be a whole key
   */
  public void deleteApiKey(String prefix) throws ApiException, TransportException {
    if (prefix.isEmpty() || prefix.indexOf('.') >= 0) {
      throw new IllegalArgumentException("the prefix of a key is the part before its first dot");
    }
    delete("v1", "api_keys", prefix);
  }

  /**
   * The secrets of a team, without their values.
   *
   * @param teamId the team, or null for all teams that the key can see
   */
  public List<SecretInfo> secrets(@Nullable String teamId) throws ApiException, TransportException {
    return get(json -> Fields.list(json, "secrets", SecretInfo::read), inTeam(teamId, "secrets"));
  }

  /**
   * Creates or overwrites a secret. Names that differ only in punctuation are one secret.
   *
   * @param teamId the team, or null for the default one
   */
  public SecretInfo setSecret(String name, String value, @Nullable String teamId)
      throws ApiException, TransportException {
    ValueMask hidden = new ValueMask(value);
    return post(
        JsonObject.EMPTY.with("name", name).with("value", value),
        new Errors(key, text -> hidden.mask(masker.mask(text))),
        SecretInfo::read,
        inTeam(teamId, "secrets"));
  }

  /**
   * Deletes a secret.
   *
   * @param teamId the team, or null for the default one
   */
  public void deleteSecret(String name, @Nullable String teamId)
      throws ApiException, TransportException {
    String[] collection = inTeam(teamId, "secrets");
    String[] path = Arrays.copyOf(collection, collection.length + 1);
    path[collection.length] = name;
    delete(path);
  }

  private <T> T get(Fields.Reader<T> reader, String... path)
      throws ApiException, TransportException {
    HttpRequest request = request("GET", null, path);
    Errors errors = new Errors(key, masker::mask);
    return understood(request, retry.send(() -> answered(request, errors)), errors, reader);
  }

  private <T> T post(JsonObject body, Errors errors, Fields.Reader<T> reader, String... path)
      throws ApiException, TransportException {
    HttpRequest request = request("POST", Json.compact(body), path);
    return understood(request, answered(request, errors), errors, reader);
  }

  private void delete(String... path) throws ApiException, TransportException {
    HttpRequest request = request("DELETE", null, path);
    Errors errors = new Errors(key, masker::mask);
    retry.sendDelete(
        () -> {
          HttpResponse response = answered(request, errors);
          return understood(request, response, errors, json -> response);
        });
  }

  private HttpResponse answered(HttpRequest request, Errors errors)
      throws ApiException, TransportException {
    HttpResponse response = transport.send(request, deadline);
    if (response.status() != 200) {
      throw errors.refused(request, response);
    }
    String type = response.header("Content-Type");
    if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw errors.notJson(request, response);
    }
    return response;
  }

  private static <T> T understood(
      HttpRequest request, HttpResponse response, Errors errors, Fields.Reader<T> reader)
      throws ApiException {
    try {
      if (Json.parse(response.body()) instanceof JsonObject object) {
        return reader.read(object);
      }
      throw errors.malformed(request, response, "it is not a JSON object");
    } catch (JsonParseException | MalformedAnswerException e) {
      throw errors.malformed(request, response, String.valueOf(e.getMessage()));
    }
  }

  private HttpRequest request(String method, @Nullable String body, String... path) {
    return request(method, body, "", path);
  }

  private HttpRequest request(String method, @Nullable String body, String query, String[] path) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + key.reveal());
    headers.put("Accept", "application/json");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    StringBuilder address = new StringBuilder(base.toString().replaceFirst("/$", ""));
    for (String segment : path) {
      address.append('/').append(encoded(segment));
    }
    return new HttpRequest(method, URI.create(address + query), headers, body);
  }

  private static String[] inTeam(@Nullable String teamId, String collection) {
    return teamId == null
        ? new String[] {"v1", collection}
        : new String[] {"v1", "teams", teamId, collection};
  }

  static String encoded(String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw new IllegalArgumentException("a name in a path is empty or made of dots alone");
    }
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
