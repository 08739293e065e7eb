package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Computer;
import io.github.basetenci.identity.IdentitySource;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A file that only one agent has, although all agents of a test are on one machine. */
public final class SourceOfOneAgent extends IdentityTokenSource {
    private static final long serialVersionUID = 1L;

    private final String agent;
    private final String path;

    public SourceOfOneAgent(String agent, String path) {
        this.agent = agent;
        this.path = path;
    }

    @NonNull
    @Override
    String summary() {
        return "the file of " + agent;
    }

    @NonNull
    @Override
    IdentitySource of(@NonNull TokenRequest request) {
        try {
            Computer asked = request.agent().directory().toComputer();
            return new AgentFileTokenSource(asked.getName().equals(agent) ? path : path + ".missing").of(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
