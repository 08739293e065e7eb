package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.EngineWords;
import io.github.basetenci.text.Advice;
import io.jenkins.plugins.baseten.config.JenkinsWords;
import java.nio.file.Path;

/** The sentences of the engine, which name credentials and what to do in Jenkins. */
final class EngineSentences implements EngineWords {
    @NonNull
    @Override
    public Advice advice() {
        return JenkinsWords.ADVICE;
    }

    @NonNull
    @Override
    public String unreadable(@NonNull Path file) {
        return Messages.file_unreadable(file);
    }

    @NonNull
    @Override
    public String unfinished(@NonNull String id) {
        return Messages.unfinished(id);
    }

    @NonNull
    @Override
    public String notBegun(@NonNull String id) {
        return Messages.not_begun(id);
    }

    @NonNull
    @Override
    public String pastReturn(@NonNull String id) {
        return Messages.past_return(id);
    }

    @NonNull
    @Override
    public String internalError(@NonNull String type) {
        return Messages.internal_error(type);
    }

    @NonNull
    @Override
    public String overwritten() {
        return Messages.overwritten();
    }

    @NonNull
    @Override
    public String vanished(@NonNull String prefix) {
        return Messages.vanished(prefix);
    }

    @NonNull
    @Override
    public String livedOn(@NonNull String prefix, @NonNull String why) {
        return Messages.note_deadline(prefix, why);
    }

    @NonNull
    @Override
    public String gone(@NonNull String prefix) {
        return Messages.note_gone(prefix);
    }

    @NonNull
    @Override
    public String mintingManagesAll(@NonNull String minting) {
        return Messages.minting_manages_all(minting);
    }
}
