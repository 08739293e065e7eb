package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.keys.Minting;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates the new key, and deletes it again. A key can be created although its answer is lost, and
 * only the answer contains the text of the key.
 */
final class Successor {
  private final Context context;

  Successor(Context context) {
    this.context = context;
  }

  /**
   * Takes a rotation from PLANNED to HELD.
   *
   * @param fresh whether this run made the plan, so that no request for the new key can have been
   *     sent yet
   */
  RotationRecord create(RotationRecord planned, boolean fresh)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    RotationRecord record = planned;
    RotationPlan plan = planned.plan();
    Minting minting = minting(plan);
    do {
      List<ApiKeyInfo> keys = context.server.keys(context.minting);
      if (fresh && ApiKeyInfo.find(keys, plan.oldPrefix()).isEmpty()) {
        // The plan may stand on an older list.
        context.reach(RotationState.ROLLED_BACK, record);
        throw Planner.notListed(plan.oldPrefix());
      }
      Optional<ApiKeyInfo> sameName = withSameName(plan, keys);
      if (sameName.isPresent()) {
        boolean untouched = fresh && !minting.mayHaveLeftKey();
        throw taken(
            plan,
            sameName.get(),
            untouched ? context.reach(RotationState.ROLLED_BACK, record) : record);
      }
      Optional<ApiKey> key = minting.send();
      if (key.isPresent() && !key.get().prefix().isEmpty()) {
        return hold(record, key.get());
      }
      if (key.isPresent()) {
        minting.countAsLost(new RotationIOException("the server gave a key without a prefix"));
      }
      if (minting.isRefused()) {
        throw notCreated(record, minting);
      }
      Optional<ApiKeyInfo> lost =
          context.watch(context.minting).appears(each -> SuccessorName.hasNewName(plan, each));
      if (lost.isPresent()) {
        // The key did not exist before the request, so the request created it. Nobody has its text.
        record = record.withNewPrefix(lost.get().prefix());
        record = startAnew(context.reach(RotationState.CREATED, record));
      }
    } while (minting.maySendAgain());
    throw notCreated(minting.failure(), record);
  }

  /**
   * Takes a rotation from CREATED or a later state back to PLANNED, because the text of the new key
   * is lost.
   */
  RotationRecord startAnew(RotationRecord record)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    new LeftBehind(context).beforeDeletion(record);
    context
        .settings
        .notes()
        .accept(
            "Deleting the new key "
                + record.plan().newKey(record.newPrefix())
                + ": nobody has its text.");
    delete(record);
    return context.reach(RotationState.PLANNED, record.withNewPrefix(""));
  }

  /**
   * Deletes the new key on the server and checks that the server no longer lists it. A key with
   * another name than the new name is never deleted.
   */
  void delete(RotationRecord record)
      throws RotationException, ApiException, TransportException, InterruptedException {
    String prefix = record.newPrefix();
    List<ApiKeyInfo> found =
        context.server.keys(context.minting).stream().filter(key -> key.hasPrefix(prefix)).toList();
    if (found.isEmpty()) {
      return;
    }
    boolean ours = record.plan().newName().equals(found.get(0).name());
    if (!ours || found.size() > 1 || prefix.equals(record.plan().oldPrefix())) {
      throw RotationException.stopped(
          "the key " + prefix + " is not the one that this rotation created, so it was not deleted",
          record,
          null);
    }
    if (!context.revocation(context.minting).revoke(prefix)) {
      throw RotationException.stopped(
          "the server still lists the key " + prefix + " that was deleted", record, null);
    }
  }

  /**
   * Stops if a key already has the new name, because this rotation cannot prove that it created
   * that key.
   */
  void refuseTakenName(RotationRecord record)
      throws RotationException, ApiException, TransportException {
    Optional<ApiKeyInfo> sameName =
        withSameName(record.plan(), context.server.keys(context.minting));
    if (sameName.isPresent()) {
      throw taken(record.plan(), sameName.get(), record);
    }
  }

  static RotationException taken(
      RotationPlan plan, ApiKeyInfo sameName, @Nullable RotationRecord at) {
    return RotationException.unclaimedKey(
        "the name of the new key is taken by "
            + plan.newKey(sameName.prefix())
            + ": either another rotation of "
            + plan.oldKey()
            + " made it, or a run that was killed left it; nothing was changed",
        sameName.prefix(),
        at);
  }

  private Minting minting(RotationPlan plan) {
    List<String> models = plan.modelIds().isEmpty() ? null : plan.modelIds();
    return new Minting(
        new ServedKeys(context.server, context.minting),
        new CreateApiKey(plan.type(), plan.newName(), models),
        plan.teamId(),
        context::patience);
  }

  /**
   * Stores the prefix of the new key first, then the key itself. In this order, a kill at any point
   * leaves a key that a later run can find.
   */
  private RotationRecord hold(RotationRecord planned, ApiKey key)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    RotationRecord record =
        planned
            .withNewPrefix(key.prefix())
            .at(RotationState.CREATED, context.settings.clock().instant());
    try {
      context.save(record);
      context.settings.newKeyStorage().save(key);
    } catch (RotationIOException e) {
      throw notHeld(record, e);
    }
    return context.reach(RotationState.HELD, record);
  }

  /** Deletes the new key, because its text cannot be stored. */
  private RotationException notHeld(RotationRecord created, RotationIOException e)
      throws RotationException, RotationIOException, InterruptedException {
    try {
      delete(created);
    } catch (ApiException | TransportException failure) {
      String problem =
          e.getMessage() + ", and deleting the new key failed: " + failure.getMessage();
      throw RotationException.stopped(problem, created, failure);
    }
    try {
      context.settings.newKeyStorage().clear();
    } catch (RotationIOException again) {
      // The stored key is deleted on the server, so it is useless. The next rotation overwrites it.
    }
    RotationRecord back = context.reach(RotationState.ROLLED_BACK, created);
    return RotationException.stopped(String.valueOf(e.getMessage()), back, e);
  }

  /** The last request certainly had no effect, but an earlier request may have created a key. */
  private RotationException notCreated(RotationRecord record, Minting minting)
      throws RotationException, ApiException, TransportException, RotationIOException {
    RotationRecord now =
        minting.mayHaveLeftKey() ? record : context.reach(RotationState.ROLLED_BACK, record);
    refuseTakenName(now);
    return notCreated(minting.failure(), now);
  }

  private static RotationException notCreated(Exception e, RotationRecord at) {
    return RotationException.stopped("the new key could not be created: " + e.getMessage(), at, e);
  }

  private static Optional<ApiKeyInfo> withSameName(RotationPlan plan, List<ApiKeyInfo> keys) {
    return SuccessorName.withNewName(plan, keys).stream().findFirst();
  }
}
