package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Asks the server whether a key works, and whether it has the requested properties. */
final class NewKeyVerification {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final Context context;

  NewKeyVerification(Context context) {
    this.context = context;
  }

  /**
   * Whether the server knows the key. For a key that may only call models or export metrics, the
   * server answers with HTTP 403. For an unknown key, it answers with HTTP 401.
   */
  boolean isAccepted(ApiKey key) throws ApiException, TransportException, InterruptedException {
    return context.patience().until(() -> isKnown(key), Boolean::booleanValue);
  }

  private boolean isKnown(ApiKey key) throws ApiException, TransportException {
    try {
      context.server.me(key);
      return true;
    } catch (ApiException e) {
      if (e.status() != FORBIDDEN && e.status() != UNAUTHORIZED) {
        throw e;
      }
      return e.status() == FORBIDDEN;
    }
  }

  /**
   * How the listed new key differs from the requested key; the empty string if it does not differ.
   */
  String difference(RotationRecord record, Confidential as)
      throws RotationException, ApiException, TransportException, InterruptedException {
    Optional<ApiKeyInfo> listed =
        context.watch(as).appears(key -> key.hasPrefix(record.newPrefix()));
    if (listed.isEmpty()) {
      throw RotationException.stopped(
          "the server does not list the new key "
              + record.newPrefix()
              + ": has somebody deleted it?",
          record,
          null);
    }
    RotationPlan plan = record.plan();
    ApiKeyInfo key = listed.get();
    if (!plan.newName().equals(key.name())) {
      return "its name is not " + plan.newName();
    }
    if (!plan.type().equals(key.type())) {
      return "its type is not " + plan.type();
    }
    if (!Objects.equals(plan.teamName(), key.teamName())) {
      return "its team is not " + plan.teamName();
    }
    List<String> models = key.modelIds();
    if (!Set.copyOf(plan.modelIds()).equals(models == null ? Set.of() : Set.copyOf(models))) {
      return "it is not limited to the models of the old key";
    }
    return SuccessorName.withNewName(plan, context.server.keys(as)).size() > 1
        ? "another key has the same name, so another rotation may be under way"
        : "";
  }
}
