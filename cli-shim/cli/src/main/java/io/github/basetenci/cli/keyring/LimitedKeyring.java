package io.github.basetenci.cli.keyring;

import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.KeyringEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A keyring that a command does not wait for longer than a limit, however many entries it needs.
 * After a call that was not answered in time, no other call is made.
 */
final class LimitedKeyring implements Keyring {
  private final Supplier<NativeKeyring> open;
  private final LongSupplier ticker;
  private final String late;
  private long left;
  private volatile @Nullable NativeKeyring keyring;
  private volatile @Nullable Unavailable ended;

  /**
   * @param open opens the keyring, when the first entry is needed
   * @param limit how long all calls together may take
   * @param ticker a monotonic clock in nanoseconds
   */
  LimitedKeyring(Supplier<NativeKeyring> open, Duration limit, LongSupplier ticker) {
    this.open = open;
    this.ticker = ticker;
    this.left = limit.toNanos();
    this.late = "the keyring did not answer within " + limit.toSeconds() + " seconds";
  }

  @Override
  public Reading read(KeyringEntry entry) {
    Object result = call(opened -> opened.read(entry));
    if (result instanceof Unavailable unavailable) {
      return unavailable;
    }
    return result instanceof Optional<?> text && text.isPresent()
        ? new Value((String) text.get())
        : new Absent();
  }

  @Override
  public Optional<Unavailable> write(KeyringEntry entry, String text) {
    return failure(
        call(
            opened -> {
              opened.write(entry, text);
              return Optional.empty();
            }));
  }

  @Override
  public Optional<Unavailable> delete(KeyringEntry entry) {
    return failure(
        call(
            opened -> {
              opened.delete(entry);
              return Optional.empty();
            }));
  }

  private static Optional<Unavailable> failure(Object result) {
    return result instanceof Unavailable unavailable ? Optional.of(unavailable) : Optional.empty();
  }

  private interface Use {
    Object of(NativeKeyring opened) throws KeyringException;
  }

  /** The result, or the {@link Unavailable} that came of it. */
  private synchronized Object call(Use use) {
    if (ended != null) {
      return ended;
    }
    long begin = ticker.getAsLong();
    FutureTask<Object> task = new FutureTask<>(asked(use));
    Thread thread = new Thread(task, "keyring");
    // It may hang for ever in a call to the system, and must not keep the process.
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      ended = new Unavailable(Unavailable.Kind.FAILED, late);
      // A text that is not sent yet must not be stored behind the back of the command.
      task.cancel(true);
      NativeKeyring opened = keyring;
      if (opened != null) {
        opened.close();
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable(Unavailable.Kind.FAILED, "the wait for the keyring was interrupted");
    } catch (ExecutionException e) {
      return e.getCause() instanceof KeyringException failure
          ? failure.toUnavailable()
          : new Unavailable(Unavailable.Kind.FAILED, "the keyring failed");
    } finally {
      left = Math.max(0, left - (ticker.getAsLong() - begin));
    }
  }

  private Callable<Object> asked(Use use) {
    return () -> {
      NativeKeyring opened = keyring;
      if (opened == null) {
        opened = open.get();
        keyring = opened;
      }
      Unavailable over = ended;
      return over != null ? over : use.of(opened);
    };
  }
}
