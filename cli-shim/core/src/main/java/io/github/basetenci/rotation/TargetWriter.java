package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.TargetProgress.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes many targets, a few at a time, and saves the progress in the journal. */
final class TargetWriter {
  private final Context context;

  TargetWriter(Context context) {
    this.context = context;
  }

  /**
   * Writes every target that is not yet at the step {@code done}. The record contains the failures.
   *
   * @param expectedPrefix the prefix of the key that the targets have now
   * @param done the step of a target that was written
   */
  RotationRecord write(RotationRecord record, ApiKey key, String expectedPrefix, Step done)
      throws RotationIOException, InterruptedException {
    List<Target> open = new ArrayList<>();
    Map<String, TargetProgress> begun = new LinkedHashMap<>(record.targets());
    for (Target target : context.settings.targets()) {
      TargetProgress progress =
          record.targets().getOrDefault(target.name(), TargetProgress.PENDING);
      if (progress.step() != done) {
        open.add(target);
        begun.put(target.name(), new TargetProgress(Step.ATTEMPTED, progress.problem()));
      }
    }
    if (open.isEmpty()) {
      return record;
    }
    RotationRecord[] now = {context.save(record.withTargets(begun))};
    each(
        open,
        target -> target.write(key, expectedPrefix),
        results -> {
          Map<String, TargetProgress> known = new LinkedHashMap<>(now[0].targets());
          results.forEach(
              (name, problem) ->
                  known.put(
                      name,
                      problem.isEmpty()
                          ? new TargetProgress(done, "")
                          : new TargetProgress(Step.ATTEMPTED, problem)));
          now[0] = context.save(now[0].withTargets(known));
        });
    return now[0];
  }

  /** The problem of each target that cannot be written, by the name of the target. */
  Map<String, String> check(String oldPrefix) throws RotationIOException, InterruptedException {
    Map<String, String> problems = new LinkedHashMap<>();
    context.settings.targets().forEach(target -> problems.put(target.name(), ""));
    each(context.settings.targets(), target -> target.check(oldPrefix), problems::putAll);
    problems.values().removeIf(String::isEmpty);
    return problems;
  }

  /** Shows all problems, for a rotation that has no record of them. */
  static String all(Map<String, String> problems) {
    return problems.entrySet().stream()
        .map(problem -> named(problem.getKey(), problem.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** Shows the first problems, and counts the others. */
  static String summary(Map<String, String> problems) {
    int shown = 5;
    List<String> parts = new ArrayList<>();
    problems.entrySet().stream()
        .limit(shown)
        .forEach(problem -> parts.add(named(problem.getKey(), problem.getValue())));
    if (problems.size() > shown) {
      parts.add("and " + (problems.size() - shown) + " more");
    }
    return String.join("; ", parts);
  }

  /** Adds the name of the target to a problem that does not begin with it. */
  private static String named(String target, String problem) {
    return problem.startsWith(target) ? problem : target + ": " + problem;
  }

  /** The problems in the record, by the name of the target. */
  static Map<String, String> problems(RotationRecord record) {
    Map<String, String> problems = new LinkedHashMap<>();
    record
        .targets()
        .forEach(
            (name, progress) -> {
              if (!progress.problem().isEmpty()) {
                problems.put(name, progress.problem());
              }
            });
    return problems;
  }

  /**
   * Does the work for every target. Results that are ready at the same time are passed on together,
   * so that the journal is not written once for each target.
   */
  private void each(List<Target> targets, Work work, Results results)
      throws RotationIOException, InterruptedException {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(context.settings.parallel(), targets.size())),
            task -> {
              Thread thread = new Thread(task, "rotation-target");
              thread.setDaemon(true);
              return thread;
            });
    try {
      CompletionService<Map.Entry<String, String>> ended =
          new ExecutorCompletionService<>(workers, new LinkedBlockingQueue<>());
      targets.forEach(
          target -> ended.submit(() -> Map.entry(target.name(), attempt(target, work))));
      for (int open = targets.size(); open > 0; ) {
        Map<String, String> batch = new LinkedHashMap<>();
        for (Future<Map.Entry<String, String>> one = ended.take(); one != null; ) {
          put(batch, one);
          one = ended.poll();
        }
        open -= batch.size();
        results.accept(batch);
      }
    } finally {
      end(workers);
    }
  }

  /**
   * Waits until every worker has ended, also after a failure or an interrupt. Otherwise a late
   * write could overwrite the old key after a rollback.
   */
  private static void end(ExecutorService workers) {
    boolean interrupted = false;
    for (boolean over = false; !over; ) {
      workers.shutdownNow();
      try {
        over = workers.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void put(Map<String, String> batch, Future<Map.Entry<String, String>> ended)
      throws InterruptedException {
    try {
      Map.Entry<String, String> result = ended.get();
      batch.put(result.getKey(), result.getValue());
    } catch (ExecutionException e) {
      @Nullable Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** The problem, or the empty string. A failure in one target must not stop the others. */
  private static String attempt(Target target, Work work) throws InterruptedException {
    try {
      work.on(target);
      return "";
    } catch (RotationIOException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // The message of the exception is not meant for users and may quote a secret.
      return "internal error: " + e.getClass().getName();
    }
  }

  private interface Work {
    void on(Target target) throws RotationIOException, InterruptedException;
  }

  private interface Results {
    void accept(Map<String, String> problems) throws RotationIOException;
  }
}
