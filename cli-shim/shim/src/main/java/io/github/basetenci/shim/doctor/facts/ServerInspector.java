package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ForeignAnswer;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.Proxies;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Masker;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries each login that a tool finds once, at the server to which the login belongs. */
final class ServerInspector {
  private static final int OK = 200;

  private final ManagementClients clients;
  private final HttpTransport transport;
  private final Proxies proxies;
  private final Deadline deadline;
  private final InstantSource clock;

  ServerInspector(
      ManagementClients clients,
      HttpTransport transport,
      Proxies proxies,
      Deadline deadline,
      InstantSource clock) {
    this.clients = clients;
    this.transport = transport;
    this.proxies = proxies;
    this.deadline = deadline;
    this.clock = clock;
  }

  private record Try(RemoteUrl remote, @Nullable ApiKey key) {}

  /**
   * Asks once for every different pair of key and URL of the logins. If there is no key, it asks
   * without one.
   *
   * @param fallback the server to ask if there is no key, as the variable gives it
   */
  List<ServerAnswer> inspect(List<LoginView> logins, String fallback) {
    Map<Try, List<String>> tries = new LinkedHashMap<>();
    for (LoginView login : logins) {
      RemoteUrl remote = login.url() == null ? null : parse(login.url());
      if (remote != null && login.key() != null) {
        Try one = new Try(remote, login.key());
        tries.computeIfAbsent(one, t -> new ArrayList<>()).add(login.tool());
      }
    }
    RemoteUrl other = parse(fallback);
    if (tries.isEmpty() && other != null) {
      tries.put(new Try(other, null), List.of());
    }
    List<ServerAnswer> answers = new ArrayList<>();
    tries.forEach(
        (one, tools) -> {
          try {
            answers.add(ask(one, clients.base(one.remote), tools));
          } catch (AuthException e) {
            // The checks of the variables report an override that is not a URL.
          }
        });
    return answers;
  }

  private ServerAnswer ask(Try one, URI base, List<String> tools) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    if (one.key != null) {
      headers.put("Authorization", "Bearer " + one.key.reveal());
    }
    URI address = URI.create(base.toString().replaceFirst("/$", "") + "/v1/users/me");
    ServerAnswer.Question question = new ServerAnswer.Question(tools, base, null, one.key);
    try {
      question = question.through(proxies.address(address));
      HttpRequest request = HttpRequest.of("GET", address, headers);
      HttpResponse answer = transport.send(request, deadline);
      if (ForeignAnswer.is(answer)) {
        Masker masker = one.key == null ? Masker.NONE : Masker.of(List.of(one.key));
        String sentence = ForeignAnswer.sentence(request, answer, masker::mask);
        return ServerAnswer.none(question, sentence);
      }
      return new ServerAnswer(
          question,
          answer.status(),
          null,
          clockAhead(answer.header("Date")),
          answer.status() == OK && one.key != null ? type(one.remote, one.key) : null);
    } catch (TransportException e) {
      return ServerAnswer.none(question, String.valueOf(e.getMessage()));
    }
  }

  /** The type of the key, if the key may list keys and is in the list. */
  private @Nullable ApiKeyType type(RemoteUrl remote, ApiKey key) {
    try {
      return clients.open(remote, key).ownKey().map(ApiKeyInfo::type).orElse(null);
    } catch (AuthException | ApiException | TransportException e) {
      // The type stays unknown, and the report does not mention it.
      return null;
    }
  }

  private @Nullable Duration clockAhead(@Nullable String date) {
    if (date == null) {
      return null;
    }
    try {
      Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      return Duration.between(theirs, clock.instant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable RemoteUrl parse(String text) {
    try {
      return RemoteUrl.parse(text);
    } catch (InvalidRemoteUrlException e) {
      return null;
    }
  }
}
