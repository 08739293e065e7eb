package io.jenkins.plugins.baseten.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.slaves.DumbSlave;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.agent.AgentToken;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import jenkins.security.MasterToSlaveCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What an agent does instead of giving an identity token is one sentence, and never that of another failure. */
@WithJenkins
class AgentCallTest {
    private static final String SILENT =
            "no identity token: the agent did not answer when the file /t was asked; look whether it is connected";

    private static JenkinsRule r;
    private static DumbSlave agent;
    private static FreeStyleBuild build;

    /** What an agent does when it is asked. */
    private enum Fault {
        NOTHING,
        THROWS,
        HANGS
    }

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        agent = r.createOnlineSlave();
        build = r.buildAndAssertSuccess(r.createFreeStyleProject());
    }

    @Test
    void anAnswerThatIsNoneIsSaidToBeNone() {
        assertRefused(
                Fault.NOTHING, Duration.ofSeconds(60), "no identity token: the file /t gave no answer on the agent");
    }

    @Test
    void whatTheAgentThrowsStaysOutOfTheSentence() {
        assertRefused(Fault.THROWS, Duration.ofSeconds(60), SILENT);
    }

    @Test
    void anAgentThatDoesNotAnswerInTimeIsNotWaitedFor() {
        assertRefused(Fault.HANGS, Duration.ofMillis(1), SILENT);
    }

    @Test
    void anAgentThatIsLostIsSaidNotToAnswer() {
        BlockAgent lost = () -> {
            throw new IOException("secret of the connection");
        };
        assertThatThrownBy(() -> ask(lost, Fault.NOTHING, Duration.ofSeconds(60)))
                .isInstanceOf(IdentityException.class)
                .hasMessage(SILENT);
    }

    @Test
    void aBuildThatIsStoppedIsSaidToBe() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        IdentityException[] seen = new IdentityException[1];
        Thread thread = new Thread(() -> {
            try {
                ask(
                        () -> {
                            asked.countDown();
                            return new FilePath(agent.getChannel(), "/");
                        },
                        Fault.HANGS,
                        Duration.ofHours(1));
            } catch (IdentityException e) {
                seen[0] = e;
            }
        });
        thread.start();
        asked.await();
        thread.interrupt();
        Await.end(thread);
        assertThat(seen[0])
                .hasMessage("no identity token: the build was stopped while the file /t was asked")
                .extracting(IdentityException::kind)
                .isEqualTo(IdentityException.Kind.UNAVAILABLE);
    }

    private static void assertRefused(Fault fault, Duration wait, String sentence) {
        assertThatThrownBy(() -> ask(() -> new FilePath(agent.getChannel(), "/"), fault, wait))
                .isInstanceOf(IdentityException.class)
                .hasMessage(sentence);
    }

    private static void ask(BlockAgent where, Fault fault, Duration wait) throws IdentityException {
        BasetenWorkloadIdentityCredentialsImpl credential =
                new BasetenWorkloadIdentityCredentialsImpl(null, "ci", null, "abcd1234", new CloudTokenSource("gcp"));
        new AgentCall("the file /t", new TokenRequest(build, credential, where), audience -> new Faulty(fault))
                .token("https://a.example", Deadline.after(wait, System::nanoTime));
    }

    private static final class Faulty extends MasterToSlaveCallable<AgentToken, RuntimeException> {
        private static final long serialVersionUID = 1L;

        private final Fault fault;

        Faulty(Fault fault) {
            this.fault = fault;
        }

        @Override
        public AgentToken call() {
            switch (fault) {
                case NOTHING:
                    return null;
                case THROWS:
                    throw new IllegalStateException("secret of the agent");
                default:
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return null;
            }
        }
    }
}
