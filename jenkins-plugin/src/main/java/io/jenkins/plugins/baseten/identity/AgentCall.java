package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.GivenIdentity;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.agent.AgentToken;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import jenkins.security.MasterToSlaveCallable;

/**
 * An identity token that the agent of a block gives.
 *
 * @param name the source, for messages
 * @param call makes the call to the agent for an audience
 * @param ofController whether the credential was in the store of the controller when the exchange began; a store that
 *     is loaded again meanwhile has another object for the credential
 */
record AgentCall(
        @NonNull String name,
        @NonNull TokenRequest request,
        @NonNull Function<String, MasterToSlaveCallable<AgentToken, RuntimeException>> call,
        boolean ofController)
        implements IdentitySource {
    /** The call of an exchange that begins now. */
    AgentCall(
            @NonNull String name,
            @NonNull TokenRequest request,
            @NonNull Function<String, MasterToSlaveCallable<AgentToken, RuntimeException>> call) {
        this(name, request, call, CredentialStores.isInController(request.credential()));
    }

    @Override
    public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
        AgentToken answer = ask(call.apply(audience), deadline);
        String token = answer == null ? null : answer.token();
        if (token == null) {
            throw IdentityException.invalid(Messages.source_refused(name, refusal(answer)));
        }
        return new GivenIdentity(name, token).token(audience, deadline);
    }

    /** An agent may answer anything. */
    private static String refusal(@CheckForNull AgentToken answer) {
        String refusal = answer == null ? null : answer.refusal();
        return refusal == null ? Messages.agent_no_answer() : Neutralizer.line(refusal);
    }

    @CheckForNull
    private AgentToken ask(MasterToSlaveCallable<AgentToken, RuntimeException> wanted, Deadline deadline)
            throws IdentityException {
        try {
            Future<AgentToken> answer = channel().callAsync(wanted);
            try {
                return answer.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                answer.cancel(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw IdentityException.unavailable(Messages.agent_interrupted(name), e);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw IdentityException.unavailable(Messages.agent_silent(name), e);
        }
    }

    private VirtualChannel channel() throws IdentityException, IOException, InterruptedException {
        FilePath directory = request.agent().directory();
        if (directory == null) {
            throw IdentityException.usage(
                    Messages.needs_agent(request.credential().getId(), name));
        }
        // The identity of the controller is not that of a build. Only an administrator may give it to builds.
        if (!directory.isRemote() && !ofController) {
            throw IdentityException.usage(
                    Messages.not_of_controller(request.credential().getId(), name));
        }
        return directory.getChannel();
    }
}
