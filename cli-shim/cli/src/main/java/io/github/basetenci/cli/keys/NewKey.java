package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a key and brings it to its destination. A key that no destination took is revoked again. If
 * a key may exist whose text nobody has seen, the user is told, because nobody could use it and it
 * would stay valid.
 */
final class NewKey {
  private final ManagementApi api;
  private final CreateApiKey wanted;
  private final @Nullable String teamId;
  private final @Nullable String teamName;

  NewKey(
      ManagementApi api, CreateApiKey wanted, @Nullable String teamId, @Nullable String teamName) {
    this.api = api;
    this.wanted = wanted;
    this.teamId = teamId;
    this.teamName = teamName;
  }

  /** Makes the key, and returns its prefix when the key is at the destination. */
  String make(Session session, NewKeyDestination destination) throws Exception {
    ApiKey key = create();
    try {
      destination.keep(session, key);
    } catch (Exception e) {
      session.output().hide(key);
      String rest = revoked(key);
      if (e instanceof CommandException
          || e instanceof StoreException
          || e instanceof AuthException) {
        throw new CommandException(CommandWords.ADVICE.sentence(e) + rest, ExitCode.FAILURE, e);
      }
      throw e;
    }
    session.output().hide(key);
    return key.prefix();
  }

  private ApiKey create() throws ApiException, TransportException, CommandException {
    try {
      return api.createApiKey(wanted, teamId);
    } catch (ApiException e) {
      if (!e.mayHaveTakenEffect()) {
        throw e;
      }
      throw lost(e, ExitCode.ofStatus(e.status()));
    } catch (TransportException e) {
      if (!e.mayHaveTakenEffect()) {
        throw e;
      }
      throw lost(e, ExitCode.FAILURE);
    }
  }

  /**
   * The error for a lost answer: the server may have made a key, and only the lost answer had its
   * text.
   */
  private CommandException lost(Exception e, int code) {
    return new CommandException(e.getMessage() + "; " + left(), code, e);
  }

  private String left() {
    String name = wanted.name();
    if (name == null) {
      return "a key without a name may exist now that nobody holds; look for it with 'baseten-ci"
          + " keys list'";
    }
    String shown = "'" + Neutralizer.line(name) + "'";
    List<ApiKeyInfo> found;
    try {
      found =
          api.apiKeys().stream()
              .filter(key -> name.equals(key.name()) && key.type().equals(wanted.type()))
              .filter(key -> Objects.equals(teamName, key.teamName()))
              .toList();
    } catch (ApiException | TransportException unanswered) {
      return "a key "
          + shown
          + " may exist now that nobody holds; look for it with 'baseten-ci keys"
          + " list'";
    }
    return found.isEmpty()
        ? "no key " + shown + " is listed, so none was made; run it again"
        : "the key "
            + shown
            + " is listed now, and nobody holds it; revoke it before you run it again: baseten-ci"
            + " keys revoke "
            + found.stream()
                .map(key -> Neutralizer.line(key.prefix()))
                .collect(Collectors.joining(" or "));
  }

  private String revoked(ApiKey key) {
    String prefix = key.prefix();
    try {
      if (!prefix.isEmpty()) {
        api.deleteApiKey(prefix);
        return "; the new key was revoked again";
      }
    } catch (ApiException | TransportException e) {
      // Reported below: the user has to revoke the key.
    }
    return "; the new key "
        + key
        + " could not be revoked again: do it with 'baseten-ci keys revoke "
        + (prefix.isEmpty() ? "PREFIX" : prefix)
        + "'";
  }
}
