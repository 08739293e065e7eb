package io.jenkins.plugins.baseten.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.auth.IdentityLogin.Granted;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.TokenLife;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** Which attempts to get an access token the blocks of a build share. */
class SharedTokenTest {
    private static final Instant BEGIN = Instant.parse("2026-11-30T10:00:00Z");
    private static final String BAD = "agent without the file";
    private static final String GOOD = "agent with the file";

    private final SharedToken token = new SharedToken();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Instant now = BEGIN;

    @Test
    void theFailureOfAnAgentIsNotThatOfAnother() throws Exception {
        assertThatThrownBy(() -> get(token, BAD, this::fails)).hasRootCauseMessage("no file");
        assertThat(get(token, GOOD, this::grants)).isNotNull();
        assertThat(get(token, BAD, this::fails)).isNotNull();
        assertThat(asked).hasValue(2);
    }

    @Test
    void anAgentThatCannotRenewATokenKeepsNoOtherFromIt() throws Exception {
        Granted first = get(token, GOOD, this::grants);
        now = BEGIN.plus(Duration.ofMinutes(31));
        assertThat(get(token, BAD, this::fails)).isSameAs(first);
        Granted second = get(token, GOOD, this::grants);
        assertThat(second).isNotSameAs(first);
        assertThat(get(token, BAD, this::fails)).isSameAs(second);
        assertThat(asked).hasValue(3);
    }

    @Test
    void anAgentThatHangsHoldsUpNoOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        SharedToken impatient = new SharedToken(Duration.ZERO);
        assertThatThrownBy(() -> get(impatient, BAD, () -> hangs(end)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        Await.until("the token of another agent", () -> {
            try {
                return get(impatient, GOOD, this::grants) != null;
            } catch (ExecutionException e) {
                now = now.plusSeconds(5);
                return false;
            }
        });
        end.countDown();
    }

    @Test
    void branchesThatAskOneAfterTheOtherGetTheSameFailureForAMoment() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> get(token, BAD, this::fails)).hasRootCauseMessage("no file");
        }
        assertThat(asked).hasValue(1);
        now = BEGIN.plusSeconds(5);
        assertThat(get(token, BAD, this::grants)).isNotNull();
        assertThat(asked).hasValue(2);
    }

    @Test
    void theNextRenewalTriesAgainAfterAFailure() throws Exception {
        Granted first = get(token, GOOD, this::grants);
        now = BEGIN.plus(Duration.ofMinutes(31));
        assertThat(get(token, GOOD, this::fails)).isSameAs(first);
        now = now.plusSeconds(9);
        assertThat(get(token, GOOD, this::grants)).isSameAs(first);
        now = now.plusSeconds(1);
        assertThat(get(token, GOOD, this::grants)).isNotSameAs(first);
    }

    @Test
    void eachFurtherFailureDoublesThePauseUpTo40Seconds() throws Exception {
        Granted first = get(token, GOOD, this::grants);
        now = BEGIN.plus(Duration.ofMinutes(31));
        for (int seconds : new int[] {10, 20, 40, 40}) {
            int before = asked.get();
            assertThat(get(token, GOOD, this::fails)).isSameAs(first);
            now = now.plusSeconds(seconds - 1);
            assertThat(get(token, GOOD, this::fails)).isSameAs(first);
            assertThat(asked).hasValue(before + 1);
            now = now.plusSeconds(1);
        }
    }

    @Test
    void aTokenThatHasEndedIsAskedForWithoutAPause() throws Exception {
        get(token, GOOD, this::grants);
        now = BEGIN.plus(Duration.ofMinutes(59)).plusSeconds(54);
        get(token, GOOD, this::fails);
        now = BEGIN.plus(Duration.ofHours(1));
        assertThat(get(token, GOOD, this::grants).life().begin()).isEqualTo(now);
    }

    /** An attempt that nobody waits for any more may end while a newer one runs. */
    @Test
    void anAttemptThatWasGivenUpDoesNotEndANewerOne() throws Exception {
        SharedToken impatient = new SharedToken(Duration.ZERO);
        CountDownLatch endOfFirst = new CountDownLatch(1);
        CountDownLatch endOfSecond = new CountDownLatch(1);
        AtomicReference<Thread> first = new AtomicReference<>();
        assertThatThrownBy(() -> get(impatient, GOOD, () -> {
                    first.set(Thread.currentThread());
                    return hangs(endOfFirst);
                }))
                .hasCauseInstanceOf(TimeoutException.class);
        Await.until("the first attempt", () -> asked.get() == 1);
        now = BEGIN.plusSeconds(5);
        assertIsInterrupted(() -> get(impatient, GOOD, () -> hangs(endOfSecond)));
        Await.until("the second attempt", () -> asked.get() == 2);
        endOfFirst.countDown();
        // So is a thread of the pool that waits for other work.
        Await.until("the end of the first attempt", () -> first.get().getState() == Thread.State.TIMED_WAITING);
        assertIsInterrupted(() -> get(impatient, GOOD, this::grants));
        endOfSecond.countDown();
        assertThat(asked).hasValue(2);
    }

    /** A caller that is interrupted gives nothing up, because other callers may wait too. */
    private static void assertIsInterrupted(ThrowableAssert.ThrowingCallable call) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(call).isInstanceOf(InterruptedException.class);
    }

    private Granted get(SharedToken from, String place, Callable<Granted> exchange) throws Exception {
        return from.get(place, exchange, () -> now);
    }

    private Granted fails() throws IOException {
        asked.incrementAndGet();
        throw new IOException("no file");
    }

    private Granted hangs(CountDownLatch end) throws Exception {
        asked.incrementAndGet();
        end.await();
        throw new IOException("too late");
    }

    private Granted grants() throws Exception {
        int number = asked.incrementAndGet();
        Instant end = now.plus(Duration.ofHours(1));
        return new Granted(
                new LoginCredential.Token(AccessToken.of("sbx-token-0123456789-" + number), end),
                new TokenLife(now, end),
                IdentityToken.of("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl")
                        .claims(),
                List.of());
    }
}
