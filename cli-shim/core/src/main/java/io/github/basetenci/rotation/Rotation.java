package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.TargetProgress.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a key in every target. At every moment each target holds a key that works. Each step is
 * written to the journal before the next step changes anything, so that a run can be resumed
 * wherever it was killed.
 *
 * <p>A run ends at DONE, at ROLLED_BACK, or when the drain asks to wait. In the last case a later
 * {@link #resume} continues the rotation.
 */
public final class Rotation {
  private final Context context;
  private final Successor successor;
  private final NewKeyVerification verification;
  private final Rollback rollback;

  /**
   * @param minting a key or an access token that may list, create and delete keys in the team; it
   *     may be the key that is being rotated
   */
  public Rotation(KeyServer server, Confidential minting, RotationSettings settings) {
    this.context = new Context(server, minting, settings);
    this.successor = new Successor(context);
    this.verification = new NewKeyVerification(context);
    this.rollback = new Rollback(context);
  }

  /**
   * The plan of a rotation that was not begun.
   *
   * @param earlierKeys other keys with the same name and another number, which earlier rotations
   *     may have left
   */
  public record Preview(RotationPlan plan, List<ApiKeyInfo> earlierKeys) {}

  /**
   * Plans a rotation, and changes nothing.
   *
   * @throws RotationException if the rotation would be refused
   */
  public Preview preview(RotationRequest request) throws RotationException, InterruptedException {
    return guarded(
        () -> {
          refuseUnfinished();
          return preview(new Planner(context).plan(request));
        });
  }

  /** Plans a rotation, and carries it out as far as possible. */
  public RotationRecord start(RotationRequest request)
      throws RotationException, InterruptedException {
    return guarded(
        () -> {
          refuseUnfinished();
          RotationPlan plan = preview(new Planner(context).plan(request)).plan();
          return begin(RotationRecord.planned(plan, context.settings.clock().instant()));
        });
  }

  /**
   * Continues the rotation in the journal.
   *
   * @param unclaimedKey the prefix of a key that has the new name, if the caller knows that no
   *     other rotation made this key, so that the key may be deleted; else null
   */
  public RotationRecord resume(@Nullable String unclaimedKey)
      throws RotationException, InterruptedException {
    return guarded(
        () -> {
          RotationRecord record = adopted(load(), unclaimedKey);
          refuseWithoutTarget(record);
          return record.rollingBack() ? back(record, null) : advance(record);
        });
  }

  /**
   * Continues a rotation without a journal, judging only by the names of the keys. If the storage
   * of the new key contains the key that has the new name, the rotation continues with that key.
   * Otherwise it starts from the beginning.
   *
   * @param unclaimedKey as for {@link #resume(String)}
   */
  public RotationRecord resume(RotationRequest request, @Nullable String unclaimedKey)
      throws RotationException, InterruptedException {
    return guarded(
        () -> {
          refuseUnfinished();
          Planner.Planned planned = new Planner(context).plan(request);
          RotationRecord record =
              RotationRecord.planned(planned.plan(), context.settings.clock().instant());
          ApiKeyInfo there = planned.successor();
          if (there == null) {
            return begin(record);
          }
          RotationRecord created = record.withNewPrefix(there.prefix());
          if (context.held(created).isPresent()) {
            return advance(context.reach(RotationState.HELD, created));
          }
          if (!there.prefix().equals(unclaimedKey)) {
            throw Successor.taken(planned.plan(), there, null);
          }
          return advance(context.reach(RotationState.CREATED, created));
        });
  }

  /**
   * Undoes the rotation, so that every target has the old key again.
   *
   * @param oldKey the old key, which is needed if a target may have the new key; else null
   * @param unclaimedKey as for {@link #resume(String)}
   */
  public RotationRecord abort(@Nullable ApiKey oldKey, @Nullable String unclaimedKey)
      throws RotationException, InterruptedException {
    return guarded(
        () -> {
          RotationRecord record = load();
          if (record.state() == RotationState.REVOKED) {
            throw RotationException.stopped(
                "the old key is revoked and cannot come back", record, null);
          }
          return back(adopted(record, unclaimedKey), oldKey);
        });
  }

  /**
   * Takes targets away from the rotation in the journal, because they are gone for good, and takes
   * those back that are not among them any more. They are not written. One that has, or may have,
   * the key that is to be revoked is named in the record, so that the drain can wait for it; see
   * {@link RotationRecord#droppedWithKey}.
   *
   * @param names all targets that are taken away; names that the rotation does not know are left
   *     out
   */
  public void drop(Set<String> names) throws RotationException, InterruptedException {
    guarded(
        () -> {
          Optional<RotationRecord> loaded = context.settings.journal().load();
          if (loaded.isEmpty() || loaded.get().state().isFinal()) {
            return names;
          }
          RotationRecord before = context.loaded(loaded.get());
          RotationRecord after = before.dropping(names);
          if (!after.equals(before)) {
            context.save(after);
          }
          Set<String> now = new TreeSet<>(after.droppedWithKey());
          now.removeAll(before.droppedWithKey());
          for (String name : now) {
            context
                .settings
                .notes()
                .accept(
                    name
                        + " was taken away from the rotation; it may still have the "
                        + before.leavingKey()
                        + ".");
          }
          return names;
        });
  }

  private RotationRecord back(RotationRecord from, @Nullable ApiKey oldKey)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    RotationRecord record = rollback.goBack(from, oldKey);
    return record.rollingBack() || record.state().isFinal() ? record : advance(record);
  }

  private RotationRecord begin(RotationRecord planned)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    return advance(successor.create(context.save(planned), true));
  }

  private RotationRecord advance(RotationRecord from)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    RotationRecord record = from;
    boolean verified = false;
    while (!record.state().isFinal()) {
      switch (record.state()) {
        case PLANNED -> record = successor.create(record, false);
        case CREATED -> record = held(record);
        case HELD -> {
          record = verified(record);
          verified = true;
        }
        case VERIFIED -> {
          // A key that an earlier run verified may be revoked by now.
          record = verified ? record : verified(record);
          verified = true;
          record = record.state() == RotationState.VERIFIED ? distributed(record) : record;
        }
        case DISTRIBUTED -> record = context.reach(RotationState.DRAINING, record);
        case DRAINING -> {
          DrainCheck drain = new DrainCheck(context);
          Draining draining = record.draining();
          if (draining == null) {
            return record;
          }
          DrainCheck.Result drained = drain.check(record, draining, record.leavingKey());
          if (!drained.over()) {
            return drained.record();
          }
          record = new Revocation(context).revoke(drained.record());
          drain.tell(drained, record.leavingKey());
        }
        case REVOKED -> {
          context.settings.newKeyStorage().clear();
          record = context.reach(RotationState.DONE, record);
        }
        case DONE, ROLLED_BACK -> throw new IllegalStateException("the loop ends there");
      }
    }
    return record;
  }

  /**
   * Whether the key that the rotation is to revoke may be revoked now, and if not, why.
   *
   * @throws RotationException if the last use of the key is needed and cannot be looked up
   */
  public Drain.Verdict drain(RotationRecord record) throws RotationException {
    Draining draining = record.draining();
    if (record.state().isFinal()) {
      return new Drain.Verdict(true, "until the end of the rotation");
    }
    if (draining == null) {
      return new Drain.Verdict(false, "until every target has been written");
    }
    try {
      return context
          .settings
          .drain()
          .decide(record.leavingPrefix(), draining, context.settings.clock().instant())
          .verdict();
    } catch (ApiException | TransportException | RotationIOException e) {
      throw RotationException.stopped(String.valueOf(e.getMessage()), record, e);
    }
  }

  private RotationRecord held(RotationRecord record)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    return context.held(record).isPresent()
        ? context.reach(RotationState.HELD, record)
        : successor.startAnew(record);
  }

  private RotationRecord verified(RotationRecord record)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    Optional<ApiKey> key = context.held(record);
    if (key.isEmpty()) {
      return lost(record);
    }
    String problem =
        verification.isAccepted(key.get())
            ? verification.difference(record, context.minting)
            : "the server refuses it (HTTP 401)";
    if (problem.isEmpty()) {
      return record.state() == RotationState.VERIFIED
          ? record
          : context.reach(RotationState.VERIFIED, record);
    }
    RotationRecord left = record.isTouched() ? record : rollback.goBack(record, null);
    throw RotationException.stopped("the new key cannot be used: " + problem, left, null);
  }

  private RotationRecord lost(RotationRecord record)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    if (record.isTouched()) {
      throw RotationException.stopped(
          record.plan().newKeyStorage() + " no longer holds the new key", record, null);
    }
    return successor.startAnew(record);
  }

  private RotationRecord distributed(RotationRecord verified)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    ApiKey key = context.held(verified).orElseThrow();
    RotationRecord record =
        new TargetWriter(context).write(verified, key, verified.plan().oldPrefix(), Step.WRITTEN);
    int missing = record.missing();
    if (missing > 0) {
      throw RotationException.stopped(
          "%d of %d targets could not be written: %s"
              .formatted(
                  missing,
                  record.count(Step.WRITTEN) + missing,
                  TargetWriter.summary(TargetWriter.problems(record))),
          record,
          null);
    }
    String difference = verification.recentDifference(record);
    if (!difference.isEmpty()) {
      throw RotationException.stopped(
          "the new key is not as asked for: " + difference, record, null);
    }
    return context.reach(
        RotationState.DISTRIBUTED,
        record.draining(new Draining(context.settings.clock().instant(), null)));
  }

  /**
   * Treats the key {@code unclaimedKey} as the new key of this rotation, because the caller says
   * so, if the key has the new name.
   */
  private RotationRecord adopted(RotationRecord record, @Nullable String unclaimedKey)
      throws ApiException, TransportException, RotationIOException {
    if (unclaimedKey == null || record.state() != RotationState.PLANNED) {
      return record;
    }
    List<ApiKeyInfo> named =
        SuccessorName.withNewName(record.plan(), context.server.keys(context.minting));
    return ApiKeyInfo.find(named, unclaimedKey).isPresent()
        ? context.reach(RotationState.CREATED, record.withNewPrefix(unclaimedKey))
        : record;
  }

  private RotationRecord load() throws RotationException, RotationIOException {
    Optional<RotationRecord> loaded = context.settings.journal().load();
    if (loaded.isEmpty()) {
      throw RotationException.refused("no rotation was begun here");
    }
    RotationRecord record = context.loaded(loaded.get());
    RotationPlan plan = record.plan();
    if (record.state().isFinal()) {
      throw RotationException.refused("the rotation of " + plan.oldKey() + " is at its end");
    }
    if (!plan.server().equals(context.server.address().toString())) {
      throw RotationException.refused(
          "the rotation was begun at " + plan.server() + ", not at " + context.server.address());
    }
    List<String> given = context.settings.targets().stream().map(Target::name).toList();
    Set<String> wanted = new HashSet<>(plan.targets());
    wanted.removeAll(record.dropped());
    if (!plan.newKeyStorage().equals(context.settings.newKeyStorage().name())
        || !wanted.equals(Set.copyOf(given))) {
      throw RotationException.refused(
          "the rotation was begun with another storage of the new key or other targets; go on with"
              + " those");
    }
    return record;
  }

  private static void refuseWithoutTarget(RotationRecord record) throws RotationException {
    if (record.dropped().size() == record.targets().size()
        && !record.rollingBack()
        && record.state() != RotationState.REVOKED) {
      throw RotationException.stopped(
          "every target was taken away, so the rotation would end with a key that nobody has; go"
              + " back to the old key, or give a target again",
          record,
          null);
    }
  }

  private void refuseUnfinished() throws RotationException, RotationIOException {
    Optional<RotationRecord> record = context.settings.journal().load();
    if (record.isPresent() && !record.get().state().isFinal()) {
      throw RotationException.stopped(
          "a rotation of " + record.get().plan().oldKey() + " is unfinished", record.get(), null);
    }
  }

  private static Preview preview(Planner.Planned planned) throws RotationException {
    ApiKeyInfo there = planned.successor();
    if (there != null) {
      throw Successor.taken(planned.plan(), there, null);
    }
    return new Preview(planned.plan(), planned.earlierKeys());
  }

  private <T> T guarded(Work<T> work) throws RotationException, InterruptedException {
    try {
      return work.run();
    } catch (ApiException | TransportException | RotationIOException e) {
      RotationRecord last = context.last();
      throw last == null
          ? RotationException.refused(String.valueOf(e.getMessage()), e)
          : RotationException.stopped(String.valueOf(e.getMessage()), last, e);
    }
  }

  private interface Work<T> {
    T run()
        throws RotationException,
            ApiException,
            TransportException,
            RotationIOException,
            InterruptedException;
  }
}
