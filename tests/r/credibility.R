# Credibility models of R actuar on unbalanced data with missing periods.
# Usage: Rscript credibility.R FOLDER > credibility.csv, where FOLDER holds the data files.
# Iterative fits run until they change no more, so that the comparison does not depend on where they stop.

suppressMessages(library(actuar))
folder <- commandArgs(trailingOnly = TRUE)[1]
TOL <- 1e-14
MAXIT <- 100000

say <- function(case, name, values) {
    for (i in seq_along(values)) cat(sprintf("%s,%s,%d,%.17g\n", case, name, i, values[i]))
}

read <- function(file) read.csv(file.path(folder, file), stringsAsFactors = FALSE)

# One row a node, one column a period; cells without a row become NA.
wide <- function(long, keys, period) {
    ids <- unique(long[do.call(order, long[keys]), keys, drop = FALSE])
    periods <- sort(unique(long[[period]]))
    place <- cbind(match(do.call(paste, long[keys]), do.call(paste, ids)), match(long[[period]], periods))
    ratio <- weight <- matrix(NA_real_, nrow(ids), length(periods))
    ratio[place] <- long$ratio
    weight[place] <- long$weight
    colnames(ratio) <- paste0("r", seq_along(periods))
    colnames(weight) <- paste0("w", seq_along(periods))
    list(data = cbind(ids, ratio, weight), n = length(periods), periods = periods)
}

structure_of <- function(fit) if (is.null(fit$unbiased)) fit$iterative else fit$unbiased

# cm() reads its column ranges unevaluated, so the call is built.
fitted <- function(formula, w, ...) {
    span <- function(letter) call(":", as.name(paste0(letter, 1)), as.name(paste0(letter, w$n)))
    eval(as.call(list(as.name("cm"), formula, w$data, ratios = span("r"), weights = span("w"), ...,
                      tol = TOL, maxit = MAXIT)))
}

straub <- function(case, long, key, period, method, equal = FALSE) {
    if (equal) long$weight <- 1
    w <- wide(long, key, period)
    w$data$node <- seq_len(nrow(w$data))
    fit <- fitted(~node, w, method = method)
    say(case, "structure", unlist(structure_of(fit)))
    say(case, "collective", fit$means$portfolio)
    say(case, "individual", fit$means$node)
    say(case, "z", fit$cred)
    say(case, "premium", predict(fit))
}

hierarchy <- function(case, long, keys, method) {
    w <- wide(long, keys, "year")
    # Nodes are numbered within the whole level, in sorted order.
    paths <- lapply(seq_along(keys), function(i) do.call(paste, c(w$data[keys[seq_len(i)]], sep = "/")))
    for (i in seq_along(keys)) w$data[[keys[i]]] <- match(paths[[i]], unique(paths[[i]]))
    terms <- sapply(seq_along(keys), function(i) paste(keys[seq_len(i)], collapse = ":"))
    fit <- fitted(as.formula(paste("~", paste(terms, collapse = " + "))), w, method = method)
    say(case, "structure", unlist(structure_of(fit)))
    say(case, "collective", fit$means$portfolio)
    premiums <- predict(fit)
    for (i in seq_along(keys)) {
        say(case, paste("individual", keys[i]), fit$means[[i + 1]])
        say(case, paste("z", keys[i]), fit$cred[[i]])
        say(case, paste("premium", keys[i]), premiums[[i]])
    }
}

line <- function(case, long, adjusted, method) {
    w <- wide(long, "risk", "time")
    w$data$node <- seq_len(nrow(w$data))
    fit <- fitted(~node, w, regformula = ~time, regdata = data.frame(time = w$periods),
                  adj.intercept = adjusted, method = method)
    say(case, "within", structure_of(fit)[[2]])
    say(case, "z", if (adjusted) apply(fit$cred, 3, diag) else fit$cred)
    for (time in c(1, 5.5, 11)) say(case, paste("premium at", time), predict(fit, newdata = data.frame(time = time)))
}

bayes <- function(case, data, ...) {
    fit <- cm("bayes", data = data, ...)
    say(case, "structure", fit$unbiased)
    say(case, "collective", fit$means[[1]])
    say(case, "z", fit$cred)
    say(case, "premium", predict(fit))
}

cat("case,name,index,value\n")
unbalanced <- read("unbalanced.csv")
alike <- read("alike.csv")
lines <- read("lines.csv")
straub("straub unbiased", unbalanced, "employer", "year", "Buhlmann-Gisler")
straub("straub iterative", unbalanced, "employer", "year", "iterative")
straub("buhlmann", unbalanced, "employer", "year", "Buhlmann-Gisler", equal = TRUE)
straub("alike", alike, "risk", "time", "Buhlmann-Gisler")
for (method in c("Buhlmann-Gisler", "Ohlsson", "iterative")) {
    hierarchy(paste("two levels", tolower(method)), unbalanced, c("class", "employer"), method)
    hierarchy(paste("three levels", tolower(method)), unbalanced, c("area", "class", "employer"), method)
}
# No variance between the risks of a class, some between classes: the level of the risks drops out.
alike$class <- ifelse(alike$risk %in% c("A1", "A2", "A5", "A7"), "high", "low")
alike$ratio <- alike$ratio + ifelse(alike$class == "high", 1, 0)
alike$year <- alike$time
hierarchy("alike in classes", alike, c("class", "risk"), "Buhlmann-Gisler")
hachemeister <- data.frame(state = actuar::hachemeister[, "state"], actuar::hachemeister[, -1])
h <- reshape(hachemeister, direction = "long", idvar = "state", timevar = "time", v.names = c("ratio", "weight"),
             varying = list(paste0("ratio.", 1:12), paste0("weight.", 1:12)))
h$year <- h$risk <- h$time
h$cohort <- c(1, 2, 1, 2, 2)[h$state]
straub("states iterative", h, "state", "time", "iterative")
hierarchy("states iterative in cohorts", h, c("cohort", "state"), "iterative")
line("line plain", lines, FALSE, "iterative")
line("line barycentre unbiased", lines, TRUE, "Buhlmann-Gisler")
line("line barycentre iterative", lines, TRUE, "iterative")
counts <- c(5, 3, 0, 1, 1)
amounts <- c(120, 80, 200, 150)
bayes("bayes poisson", counts, likelihood = "poisson", shape = 3, rate = 3)
bayes("bayes bernoulli", c(0, 1, 1, 0, 1), likelihood = "bernoulli", shape1 = 2, shape2 = 3)
bayes("bayes binomial", counts, likelihood = "binomial", shape1 = 2, shape2 = 3.5, size = 6)
bayes("bayes geometric", counts, likelihood = "geometric", shape1 = 3.5, shape2 = 4)
bayes("bayes negative binomial", counts, likelihood = "negative binomial", shape1 = 3.5, shape2 = 4, size = 2.5)
bayes("bayes exponential", amounts, likelihood = "exponential", shape = 4, rate = 400)
bayes("bayes gamma", amounts, likelihood = "gamma", shape = 4, rate = 400, shape.lik = 2)
bayes("bayes normal", amounts, likelihood = "normal", mean = 100, sd = 20, sd.lik = 55)
