package io.jenkins.plugins.baseten.cli;

import hudson.Extension;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import jenkins.model.Jenkins;

/** Removes a policy. A rotation that has begun goes on to its end. */
@Extension
public final class BasetenRemoveRotationPolicyCommand extends KeyCommand {
    @Override
    public String getShortDescription() {
        return Messages.remove_rotation_policy();
    }

    @Override
    protected int run() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        if (!BasetenConfiguration.get().removeRotationPolicy(id().folder(), id().credentialsId())) {
            throw new IllegalArgumentException(Messages.no_policy(id()));
        }
        return 0;
    }
}
