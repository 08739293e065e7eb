package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the server whether a key works, and whether it has the requested properties. */
final class NewKeyVerification {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** What was true so short a time ago is not asked again before the revocation. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final Context context;
  private @Nullable Instant agreed;

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
   * As {@link #difference(RotationRecord, List)}, by a list that is requested now unless this run
   * has looked within the last minute.
   */
  String recentDifference(RotationRecord record)
      throws RotationException, ApiException, TransportException, InterruptedException {
    Instant before = agreed;
    Instant now = context.settings.clock().instant();
    return before != null && !now.isBefore(before) && !now.isAfter(before.plus(RECENT))
        ? ""
        : difference(record, context.minting);
  }

  /** As {@link #difference(RotationRecord, List)}, by a list that is requested now. */
  String difference(RotationRecord record, Confidential as)
      throws RotationException, ApiException, TransportException, InterruptedException {
    Instant now = context.settings.clock().instant();
    String difference = difference(record, listed(record, as));
    agreed = difference.isEmpty() ? now : null;
    return difference;
  }

  /** A list that has the new key. */
  List<ApiKeyInfo> listed(RotationRecord record, Confidential as)
      throws RotationException, ApiException, TransportException, InterruptedException {
    List<ApiKeyInfo> keys =
        context
            .patience()
            .until(
                () -> context.server.keys(as),
                all -> ApiKeyInfo.find(all, record.newPrefix()).isPresent());
    if (ApiKeyInfo.find(keys, record.newPrefix()).isEmpty()) {
      throw RotationException.stopped(
          "the server does not list the new key "
              + record.newPrefix()
              + ": has somebody deleted it?",
          record,
          null);
    }
    return keys;
  }

  /**
   * How the listed new key differs from the requested key; the empty string if it does not differ.
   *
   * @param keys a list that has the new key
   */
  static String difference(RotationRecord record, List<ApiKeyInfo> keys) {
    RotationPlan plan = record.plan();
    ApiKeyInfo key = ApiKeyInfo.find(keys, record.newPrefix()).orElseThrow();
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
    return SuccessorName.withNewName(plan, keys).size() > 1
        ? "another key has the same name, so another rotation may be under way"
        : "";
  }
}
