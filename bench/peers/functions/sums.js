// Weights add up to 90, costs stay within the budget: what Spectral needs code for.
const unit = { 元: 1, 万元: 10000 };

export default function sums(submission) {
  const rows = submission["指标"] ?? [];
  const found = [];
  const weights = rows.reduce((sum, row) => sum + row["指标分值权重"], 0);
  if (weights !== 90) found.push({ message: `weights total ${weights}, not 90`, path: ["指标"] });
  let costs = 0;
  for (const row of rows) {
    const amount = row["一级指标"] === "成本指标" && /([\d.]+)(元|万元)$/.exec(row["指标值"]);
    if (amount) costs += Number(amount[1]) * unit[amount[2]];
  }
  const budget = submission["项目资金"]?.["年度预算总额"] * 10000;
  if (costs > budget) found.push({ message: `costs ${costs} over the budget ${budget}`, path: ["项目资金"] });
  return found;
}
