package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import io.github.basetenci.identity.IdentitySource;
import java.io.Serial;
import java.io.Serializable;

/**
 * Where the identity token of a build comes from. The choice is closed: a source is never a command or an
 * address that a user has typed.
 */
public abstract class IdentityTokenSource extends AbstractDescribableImpl<IdentityTokenSource>
        implements ExtensionPoint, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Only the classes of this package are sources. */
    IdentityTokenSource() {}

    /** The source in a few words, for lists of credentials and for messages. */
    @NonNull
    abstract String summary();

    /** Whether the agent of the block gives the identity token, so that another agent may give none. */
    boolean asksAgent() {
        return true;
    }

    /**
     * The identity of one build. Each call of the result asks the source again.
     *
     * @param request the build; its credential has this source
     */
    @NonNull
    abstract IdentitySource of(@NonNull TokenRequest request);
}
