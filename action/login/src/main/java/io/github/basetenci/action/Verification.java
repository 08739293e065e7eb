package io.github.basetenci.action;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.Patience;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.KeyCheck;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.http.TransportException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the server about each key, before anything is written. */
final class Verification {
  private static final int UNAUTHORIZED = 401;

  private final KeyCheck check;
  private final Inputs inputs;
  private final StepLog log;

  Verification(ManagementClients clients, Inputs inputs, StepLog log) {
    this.check = new KeyCheck(clients);
    this.inputs = inputs;
    this.log = log;
  }

  /** The accounts with what the server says of them. */
  List<Account> of(List<Account> accounts) throws ActionException {
    List<Account> verified = new ArrayList<>();
    for (Account account : accounts) {
      try {
        verified.add(verify(account));
      } catch (ApiException | AuthException | TransportException e) {
        throw Sentences.of(e, account);
      }
    }
    return verified;
  }

  /** The minting key, which must belong to the expected workspace as any other key. */
  Account minter(Account account) throws ActionException {
    try {
      KeyCheck.Outcome outcome =
          check.check(account.plan().url(), account.plan().key(), inputs.expectedWorkspace());
      return account.verified(outcome.user(), null);
    } catch (ApiException | AuthException | TransportException e) {
      throw Sentences.of(e, account);
    }
  }

  /** A key that was minted a moment ago, and that the server may need a moment to know. */
  Account minted(Account account, Patience patience) throws ActionException, InterruptedException {
    while (true) {
      try {
        check.check(account.plan().url(), account.plan().key(), null);
        return account;
      } catch (ApiException e) {
        if (e.status() != UNAUTHORIZED) {
          throw Sentences.of(e);
        }
        if (!patience.again()) {
          throw new ActionException(
              "the server does not accept the key that it has just minted: " + e.getMessage(),
              null,
              e);
        }
      } catch (AuthException | TransportException e) {
        throw Sentences.of(e);
      }
    }
  }

  private Account verify(Account account)
      throws ActionException, ApiException, AuthException, TransportException {
    KeyCheck.Outcome outcome =
        check.check(account.plan().url(), account.plan().key(), inputs.expectedWorkspace());
    ApiKeyType type = outcome.user() == null ? null : type(account);
    Account verified = account.verified(outcome.user(), type);
    if (!inputs.requiredKeyTypes().isEmpty()) {
      requireType(verified);
    }
    outcome.warnings().forEach(log::warn);
    String team = account.plan().team();
    if (team != null) {
      check.doubtOfTeam(account.plan().url(), account.plan().key(), team).ifPresent(log::warn);
    }
    return verified;
  }

  /** The type is a courtesy unless one is required. */
  private @Nullable ApiKeyType type(Account account)
      throws ApiException, AuthException, TransportException {
    try {
      return check.type(account.plan().url(), account.plan().key()).orElse(null);
    } catch (ApiException | TransportException e) {
      if (!inputs.requiredKeyTypes().isEmpty()) {
        throw e;
      }
      log.info("The type of the key is unknown: " + e.getMessage() + ".");
      return null;
    }
  }

  private void requireType(Account account) throws ActionException {
    if (account.type() != null && inputs.requiredKeyTypes().contains(account.type())) {
      return;
    }
    String wanted =
        String.join(" or ", inputs.requiredKeyTypes().stream().map(ApiKeyType::value).toList());
    String key = "the key " + account.plan().key() + " (from " + account.source() + ")";
    String sentence;
    if (account.type() != null) {
      sentence = key + " is of type " + account.type() + ", and require-key-type wants " + wanted;
    } else if (account.user() == null) {
      sentence =
          key
              + " may not tell its type (HTTP 403), as keys of type WORKSPACE_INVOKE and"
              + " WORKSPACE_EXPORT_METRICS may not, and require-key-type wants "
              + wanted;
    } else {
      sentence =
          key
              + " is not among the keys that it sees, so that its type is unknown, and"
              + " require-key-type wants "
              + wanted;
    }
    throw new ActionException(
        sentence,
        """
        # a key of that type: Baseten, Settings > API keys; then: gh secret set BASETEN_API_KEY
        with:
          api-key: ${{ secrets.BASETEN_API_KEY }}
          require-key-type: %s   # or what you have
        """
            .formatted(wanted.replace(" or ", ", ")));
  }
}
