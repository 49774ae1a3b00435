// A plugin for clang-tidy that keeps its checks out of the system's headers. clang-tidy never tells what it
// finds there, but matches every check with all of it, and where a check asks for what is around a
// declaration, makes an index of all of it first: four fifths of its time, with the server's headers. (LLVM
// 21 and later do the first by themselves.)
//
// Which declarations a run visits is the traversal scope of the tree, read when it enters the translation
// unit. A check that asks for the surroundings of what is in the system's headers hears of none; the part
// deep_tidy of scripts/test runs without this.
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"

#include <vector>

namespace {

using namespace clang;
using namespace clang::ast_matchers;

// The headers of C come in by extern "C" blocks of ours. What a precompiled header has is not even read.
void collect_own(const DeclContext& context, const SourceManager& sources, std::vector<Decl*>& own) {
    for (Decl* const declaration : context.noload_decls()) {
        const SourceLocation location = declaration->getLocation();
        if (location.isInvalid() || sources.isInSystemHeader(location))
            continue;
        if (const auto* const linkage = dyn_cast<LinkageSpecDecl>(declaration))
            collect_own(*linkage, sources, own);
        else
            own.push_back(declaration);
    }
}

// Finds nothing.
class OwnDeclarations : public tidy::ClangTidyCheck {
  public:
    using ClangTidyCheck::ClangTidyCheck;

    void registerMatchers(MatchFinder* finder) override {
        finder->addMatcher(translationUnitDecl().bind("unit"), this);
    }

    void check(const MatchFinder::MatchResult& result) override {
        std::vector<Decl*> own;
        collect_own(*result.Nodes.getNodeAs<TranslationUnitDecl>("unit"), *result.SourceManager, own);
        result.Context->setTraversalScope(own);
    }
};

class Module : public tidy::ClangTidyModule {
  public:
    void addCheckFactories(tidy::ClangTidyCheckFactories& factories) override {
        factories.registerCheck<OwnDeclarations>("veil-own-declarations");
    }
};

const tidy::ClangTidyModuleRegistry::Add<Module> registered("veil-module", "Which declarations are checked.");

} // namespace
