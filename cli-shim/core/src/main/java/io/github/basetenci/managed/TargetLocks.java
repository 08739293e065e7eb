package io.github.basetenci.managed;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one rotation at a time write a target, because several keys may have the same target. */
final class TargetLocks {
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  List<Target> on(List<Target> targets) {
    return targets.stream().<Target>map(this::on).toList();
  }

  private Target on(Target target) {
    return new Locked(target, locks.computeIfAbsent(target.name(), name -> new ReentrantLock()));
  }

  private record Locked(Target target, ReentrantLock lock) implements Target {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public boolean replacesKeyOf(String login) {
      return target.replacesKeyOf(login);
    }

    @Override
    public void check(String oldPrefix) throws RotationIOException, InterruptedException {
      target.check(oldPrefix);
    }

    @Override
    public void write(ApiKey key, String expectedPrefix)
        throws RotationIOException, InterruptedException {
      lock.lockInterruptibly();
      try {
        target.write(key, expectedPrefix);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Optional<String> currentPrefix() throws RotationIOException, InterruptedException {
      return target.currentPrefix();
    }
  }
}
